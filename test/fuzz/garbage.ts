import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Collects what nothing holds any more, and lets those run that wanted to know. */
export async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 2; i++) {
    await turn();
    gc();
  }
  await turn();
}
