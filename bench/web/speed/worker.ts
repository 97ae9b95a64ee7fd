/** Measures on a thread of its own, so that the page goes on living. */
import { type Judge, judgeOf } from '../../accuracy.mjs';
import { ARRAYS, type Elements, type ElementType } from '../../elements.mjs';
import { uniformInput } from '../../input.mjs';
import { count } from '../format.ts';
import { workerScope } from '../worker-scope.ts';
import type { Order, Row, SpeedReport, SpeedRequest } from './protocol.ts';
import { deadlineOf, leastTimeOf, type Took } from './schedule.ts';
import { naiveOf, type Subject, subjects } from './subjects.ts';
import { type Timed, time } from './timing.ts';

const scope = workerScope<SpeedRequest, SpeedReport>();
const controller = new AbortController();

scope.onmessage = ({ data }) => {
  if (data.kind === 'cancel') {
    controller.abort();
    return;
  }
  measure(data, controller.signal).then(
    (skipped) => scope.postMessage({ kind: 'done', skipped }),
    (error: unknown) => scope.postMessage(controller.signal.aborted ? { kind: 'cancelled' } : failure(error)),
  );
};

const failure = (error: unknown): SpeedReport => ({ kind: 'failed', message: String(error) });

/** Reports the rows of each size, and returns which sizes there was no time for. */
async function measure({ sizes, end: endsAt, names }: Order, signal: AbortSignal): Promise<string[]> {
  const all = subjects().filter(({ name }) => names?.includes(name) ?? true);
  const end = endsAt - performance.timeOrigin;
  let took: Took | undefined;
  for (const [i, size] of sizes.entries()) {
    const begin = performance.now();
    if (took && begin + leastTimeOf(size, took) > end) {
      return [`There was no time for ${sizes.slice(i).map(count).join(' and ')} elements.`];
    }
    const { prepared, skipped } = await prepareAll(all, size, signal);
    const preparing = performance.now() - begin;
    const seconds = await time(prepared, {
      deadline: deadlineOf(sizes.slice(i), begin, end),
      signal,
      onStep: progressOf(size),
    });
    took = { size, preparing, calls: [...seconds.values()].map((value) => value * 1000) };
    scope.postMessage({ kind: 'rows', rows: rowsOf(size, prepared, seconds), skipped });
  }
  return [];
}

/** Milliseconds between two reports of progress: at every step they would slow down what is measured. */
const BETWEEN_REPORTS = 50;

function progressOf(size: number): () => void {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - last < BETWEEN_REPORTS) return;
    last = performance.now();
    scope.postMessage({ kind: 'progress', size });
  };
}

type Prepared = Subject & Timed;

/** Leaves out what there is no memory for, and says so. */
async function prepareAll(all: readonly Subject[], size: number, signal: AbortSignal) {
  const plain = { float64: plainArrays('float64', size), float32: plainArrays('float32', size) };
  const prepared: Prepared[] = [];
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
  return { prepared, skipped };
}

interface Arrays {
  readonly x: Elements;
  readonly out: Elements;
  readonly judge: Judge;
}

/** Results looked at for each subject and size. */
const SAMPLES = 1000;

function plainArrays(type: ElementType, size: number): Arrays {
  const x = uniformInput(size, type);
  return { x, out: new ARRAYS[type](size), judge: judgeOf('sigmoid', samplesOf(x)) };
}

/** Evenly spread elements, the last one among them. */
function samplesOf(all: Elements): Elements {
  const last = all.length - 1;
  const length = Math.min(all.length, SAMPLES);
  const at = (i: number) => all[Math.round((i * last) / Math.max(1, length - 1))] as number;
  return all instanceof Float32Array
    ? Float32Array.from({ length }, (_, i) => at(i))
    : Float64Array.from({ length }, (_, i) => at(i));
}

/** A result that is wrong is not worth timing. @throws Error if it is; RangeError if there is no memory */
async function prepare(subject: Subject, { x, out: plain, judge }: Arrays, signal: AbortSignal): Promise<Prepared> {
  const { run, out } = subject.prepare(x, plain);
  out.fill(Number.NaN);
  await run(signal);
  if (subject.bound === undefined) {
    if (!x.every((value, i) => out[i] === value)) throw new Error(`${subject.name}: not the elements of x`);
    return { ...subject, run };
  }
  const { maximum, at } = judge.accuracyOf(samplesOf(out));
  if (!(maximum <= subject.bound)) throw new Error(`${subject.name}: ${maximum} ULP at x = ${at}`);
  return { ...subject, run };
}

function rowsOf(size: number, subjects: readonly Subject[], seconds: ReadonlyMap<string, number>): Row[] {
  const timeOf = (name: string) => seconds.get(name) ?? Number.NaN;
  return subjects.map(({ name, type }) => {
    const time = timeOf(name);
    return { subject: name, type, size, rate: size / time, ratio: timeOf(naiveOf(type)) / time };
  });
}
