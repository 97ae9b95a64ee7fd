/** Containers that write one part, as two pods of an indexed job sometimes do: they may have one host name and one process number. */
import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, until, Workspace } from './workspace.ts';

/** Makes a program believe that it is process 1, as it is in a container. */
const FIRST = "--import=data:text/javascript,Object.defineProperty(process,'pid',{value:1})";
const PART = 'sigmoid-wasm x.f64 -o y.f64 --shard 3/16';

describe('two containers of one name', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = new Workspace();
    await workspace.createInput();
    await workspace.shell(PART);
    await workspace.shell('mv y.03-of-16.f64 part.f64');
  });
  afterAll(() => workspace?.remove());

  it('never show a part that is not whole, though one of them may fail', async () => {
    const start = (name: string): Promise<Outcome> => {
      const { HOLD, NODE_OPTIONS } = workspace.hold(name);
      return workspace.shell(PART, { HOLD, NODE_OPTIONS: `${FIRST} ${NODE_OPTIONS}` });
    };
    /** The file that is being written, which is another one even if it has the same name. */
    const temporary = (): number => {
      const [name] = workspace.names(/\.tmp$/);
      if (name === undefined) throw new Error('nothing is being written');
      return statSync(workspace.path(name)).ino;
    };
    const first = start('first');
    const before = await until('the first writes', temporary);
    const second = start('second');
    await until('the second writes', () => expect(temporary()).not.toBe(before));

    workspace.release('first');
    await expect(first).rejects.toThrow('there is no such file');
    expect(workspace.names(/^y\.03-of-16\.f64$/)).toEqual([]);
    workspace.release('second');
    await second;
    workspace.expectResult('y.03-of-16.f64', 'part.f64');
  });
});
