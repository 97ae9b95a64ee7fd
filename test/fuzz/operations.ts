/** What each operation does besides calls of `async`. */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { alive } from '../support/workers.ts';
import { abortCall, incurDeath, isClosedError } from './async.ts';
import { sigma } from './effects.ts';
import { collectGarbage } from './garbage.ts';
import { POINTS, zeroedArray } from './memories.ts';
import { commit } from './mistakes.ts';
import type { Operation } from './programs.ts';
import type { State } from './state.ts';

export type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;

export function computeNumber(state: State, { instance, point }: Of<'number'>): void {
  if (state.isClosed(instance)) return;
  const x = POINTS[point] as number;
  const y = state.instance(instance)(x);
  if (!Object.is(y, sigma(x, state.spec(instance).rounding))) state.fail(`σ(${x}) gave ${y}`);
}

export function computeArray(state: State, operation: Of<'sync'>): void {
  const arrays = state.arrays(operation);
  if (arrays === undefined || state.isDisputed(arrays.x.range, arrays.out?.range)) return;
  const { x, out } = arrays;
  const closed = state.isClosed(operation.instance);
  const sigmoid = state.instance(operation.instance);
  let result: Float64Array;
  try {
    result = out === undefined ? sigmoid(x.array) : sigmoid(x.array, out.array);
  } catch (error) {
    if (!closed || !isClosedError(error)) state.fail(`threw ${String(error)}`);
    return;
  }
  if (closed) state.fail('a closed instance computed');
  if (out !== undefined && result !== out.array) state.fail('returned another array than "out"');
  if (out === undefined && !(result.buffer instanceof ArrayBuffer))
    state.fail('returned an array over no ordinary ArrayBuffer');
  const { rounding } = state.spec(operation.instance);
  state.effects.push({ index: state.index, rounding, x: x.range, out: out?.range, result });
}

export async function makeMistake(state: State, { instance, mistake, async: isAsync }: Of<'mistake'>): Promise<void> {
  if (state.isClosed(instance)) return;
  const wrong = await commit(mistake, state.instance(instance), isAsync === true);
  if (wrong !== undefined) state.fail(wrong);
}

export function fill(state: State, { memory: name, point }: Of<'fill'>): void {
  const memory = state.memory(name);
  const isUsed = state.effects.some(({ x, out }) => x.memory === memory || out?.memory === memory);
  if (!isUsed && !memory.isDetached) memory.fill(point);
}

export function abort(state: State, { call: number }: Of<'abort'>): void {
  const calls = state.running.filter((call) => state.aborters.get(call)?.signal.aborted === false);
  const call = calls[number % calls.length];
  if (call !== undefined) abortCall(state, call);
}

export function resize(state: State, operation: Of<'grow' | 'shrink' | 'detach'>): void {
  const memory = state.memory(operation.memory);
  const { grows, shrinks } = memory.growsAndShrinks;
  if (memory.isDetached) return;
  if (operation.kind === 'detach' && memory.detaches) memory.detach();
  // What has been shrunk within a call and grows again is not told from what was never shrunk.
  if (operation.kind === 'grow' && grows && !memory.hasShrunk) memory.grow(operation.percent);
  if (operation.kind === 'shrink' && shrinks) memory.shrink(operation.percent);
  for (const call of state.running) call.noticeGone();
}

export function kill(state: State, { worker: number }: Of<'kill'>): void {
  const worker = [...alive][number % alive.size];
  if (worker === undefined) return;
  state.killed = true;
  for (const call of state.running) incurDeath(call);
  state.pending.push(worker.terminate());
}

/** Lets memory return that nothing holds, and writes over what can be had of it. */
export async function collect(state: State, { instance, length }: Of<'collect'>): Promise<void> {
  await collectGarbage();
  if (state.isClosed(instance)) return;
  // Ever shorter ones, which fit wherever something has become free.
  for (let rest = length; rest >= 1; rest = Math.floor(rest / 2)) {
    for (let i = 0; i < 3; i++) zeroedArray(state.instance(instance), rest).fill(0.125);
  }
}

export function pause({ milliseconds }: Of<'turn'>): Promise<void> {
  return milliseconds === 0 ? turn() : sleep(milliseconds);
}
