/** Measures on a thread of its own, so that the page goes on living. */
import { judgeOf } from '../../accuracy.mjs';
import { ARRAYS, type Elements, type ElementType } from '../../elements.mjs';
import { uniformInput } from '../../input.mjs';
import { workerScope } from '../worker-scope.ts';
import type { Row, SpeedReport, SpeedRequest } from './protocol.ts';
import { naiveOf, type Subject, subjects } from './subjects.ts';
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
    const plain = { float64: plainArrays('float64', size), float32: plainArrays('float32', size) };
    const prepared: (Subject & Timed)[] = [];
    const skipped: string[] = [];
    for (const subject of all) {
      signal.throwIfAborted();
      try {
        prepared.push(await prepare(subject, plain[subject.type], signal));
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
    scope.postMessage({ kind: 'rows', rows: rowsOf(size, prepared, seconds), skipped });
  }
}

interface Arrays {
  readonly x: Elements;
  readonly out: Elements;
}

const plainArrays = (type: ElementType, size: number): Arrays => ({ x: uniformInput(size, type), out: new ARRAYS[type](size) });

/** A result that is wrong is not worth timing. @throws Error if it is; RangeError if there is no memory */
async function prepare(subject: Subject, { x, out: plain }: Arrays, signal: AbortSignal): Promise<Subject & Timed> {
  const { run, out } = subject.prepare(x, plain);
  out.fill(Number.NaN);
  await run(signal);
  const { maximum, at } = errorsOf(subject, x, out);
  if (!(maximum <= (subject.bound ?? 0))) throw new Error(`${subject.name}: ${maximum} ULP at x = ${at}`);
  return { ...subject, run };
}

/** Results looked at for each subject and size. */
const SAMPLES = 1000;

function errorsOf({ bound }: Subject, x: Elements, out: Elements): { maximum: number; at: number } {
  if (bound === undefined) return { maximum: x.every((value, i) => out[i] === value) ? 0 : Number.NaN, at: Number.NaN };
  const stride = Math.max(1, Math.floor(x.length / SAMPLES));
  const isSample = (_: number, i: number) => i % stride === 0 || i === x.length - 1;
  return judgeOf('sigmoid', x.filter(isSample)).accuracyOf(out.filter(isSample));
}

function rowsOf(size: number, subjects: readonly Subject[], seconds: ReadonlyMap<string, number>): Row[] {
  const timeOf = (name: string) => seconds.get(name) ?? Number.NaN;
  return subjects.map(({ name, type }) => {
    const time = timeOf(name);
    return { subject: name, type, size, rate: size / time, ratio: timeOf(naiveOf(type)) / time };
  });
}
