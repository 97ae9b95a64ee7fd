/** What each operation does besides calls of `async`. */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { alive } from '../support/workers.ts';
import { wrongNewArray } from './arrays.ts';
import { abortCall, incurDeath, isClosedError } from './async.ts';
import { resultOf } from './effects.ts';
import { type ElementArray, elementsOf, POINTS } from './elements.ts';
import { collectGarbage } from './garbage.ts';
import { zeroedArray } from './memories.ts';
import { commit } from './mistakes.ts';
import type { Operation } from './programs.ts';
import type { State } from './state.ts';

export type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;

export function computeNumber(state: State, { instance, of, point }: Of<'number'>): void {
  if (state.isClosed(instance)) return;
  const x = POINTS[point] as number;
  const y = state.instance(instance, of)(x);
  if (!Object.is(y, resultOf(x, state.spec(instance).rounding, of))) state.fail(`${of ?? 'σ'}(${x}) gave ${y}`);
}

export function computeArray(state: State, operation: Of<'sync'>): void {
  const arrays = state.arrays(operation);
  if (arrays === undefined || state.isDisputed(arrays.x.range, arrays.out?.range)) return;
  const { x, out } = arrays;
  const closed = state.isClosed(operation.instance);
  const { of = 'sigmoid' } = operation;
  const f = state.instance(operation.instance, of);
  let result: ElementArray;
  try {
    result = out === undefined ? f(x.array) : f(x.array, out.array);
  } catch (error) {
    if (!closed || !isClosedError(error)) state.fail(`threw ${String(error)}`);
    return;
  }
  if (closed) state.fail('a closed instance computed');
  if (out !== undefined && result !== out.array) state.fail('returned another array than "out"');
  const wrong = out === undefined ? wrongNewArray(result, x.range) : undefined;
  if (wrong !== undefined) state.fail(wrong);
  const { rounding } = state.spec(operation.instance);
  state.effects.push({ index: state.index, rounding, of, x: x.range, out: out?.range, result });
}

export async function makeMistake(state: State, operation: Of<'mistake'>): Promise<void> {
  if (state.isClosed(operation.instance)) return;
  const wrong = await commit(operation, state.instance(operation.instance));
  if (wrong !== undefined) state.fail(wrong);
}

export function fill(state: State, operation: Of<'fill'>): void {
  const memory = state.memory(operation.memory);
  const isUsed = state.effects.some(({ x, out }) => x.memory === memory || out?.memory === memory);
  if (!isUsed && !memory.isDetached) memory.fill(elementsOf(operation), operation.point);
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
export async function collect(state: State, operation: Of<'collect'>): Promise<void> {
  const { instance, length } = operation;
  await collectGarbage();
  if (state.isClosed(instance)) return;
  // Ever shorter ones, which fit wherever something has become free.
  for (let rest = length; rest >= 1; rest = Math.floor(rest / 2)) {
    for (let i = 0; i < 3; i++) zeroedArray(state.instance(instance), elementsOf(operation), rest).fill(0.125);
  }
}

export function pause({ milliseconds }: Of<'turn'>): Promise<void> {
  return milliseconds === 0 ? turn() : sleep(milliseconds);
}
