/** Measures on a thread of its own, so that the page goes on living. */

import { accuracyOf } from '../../../oracle/sigmoid.mjs';
import { uniformInput } from '../../input.mjs';
import { workerScope } from '../worker-scope.ts';
import type { Row, SpeedReport, SpeedRequest } from './protocol.ts';
import { NAIVE, type Subject, subjects } from './subjects.ts';
import { ROUNDS, type Timed, time } from './timing.ts';

const scope = workerScope<SpeedRequest, SpeedReport>();
const controller = new AbortController();

scope.onmessage = ({ data }) => {
  if (data.kind === 'cancel') {
    controller.abort();
    return;
  }
  measure(data.sizes, controller.signal).then(
    () => scope.postMessage({ kind: 'done' }),
    (error: unknown) => scope.postMessage(controller.signal.aborted ? { kind: 'cancelled' } : failure(error)),
  );
};

const failure = (error: unknown): SpeedReport => ({ kind: 'failed', message: String(error) });

async function measure(sizes: readonly number[], signal: AbortSignal): Promise<void> {
  const all = subjects();
  const total = sizes.length * all.length * ROUNDS;
  for (const [i, size] of sizes.entries()) {
    const x = uniformInput(size);
    const plain = new Float64Array(size);
    const prepared: Timed[] = [];
    const skipped: string[] = [];
    for (const subject of all) {
      signal.throwIfAborted();
      try {
        prepared.push(await prepare(subject, x, plain, signal));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        skipped.push(`${subject.name}: ${error.message}`);
      }
    }
    let done = i * all.length * ROUNDS;
    const seconds = await time(prepared, signal, () => {
      done++;
      scope.postMessage({ kind: 'progress', done, total, size });
    });
    scope.postMessage({ kind: 'rows', rows: rowsOf(size, seconds), skipped });
  }
}

/** A result that is wrong is not worth timing. @throws Error if it is; RangeError if there is no memory */
async function prepare(subject: Subject, x: Float64Array, plain: Float64Array, signal: AbortSignal): Promise<Timed> {
  const { run, out } = subject.prepare(x, plain);
  out.fill(Number.NaN);
  await run(signal);
  const { maximum, at } = errorsOf(subject, x, out);
  if (!(maximum <= (subject.bound ?? 0))) throw new Error(`${subject.name}: ${maximum} ULP at x = ${at}`);
  return { name: subject.name, run };
}

/** Results looked at for each subject and size. */
const SAMPLES = 1000;

function errorsOf({ bound }: Subject, x: Float64Array, out: Float64Array): { maximum: number; at: number } {
  if (bound === undefined) return { maximum: x.every((value, i) => out[i] === value) ? 0 : Number.NaN, at: Number.NaN };
  const stride = Math.max(1, Math.floor(x.length / SAMPLES));
  const isSample = (_: number, i: number) => i % stride === 0 || i === x.length - 1;
  return accuracyOf(x.filter(isSample), out.filter(isSample));
}

function rowsOf(size: number, seconds: ReadonlyMap<string, number>): Row[] {
  const naive = seconds.get(NAIVE) ?? Number.NaN;
  return [...seconds].map(([subject, time]) => ({ subject, size, rate: size / time, ratio: naive / time }));
}
