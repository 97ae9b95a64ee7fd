/** Calls of `async`, and what is done to them. */
import type { AsyncOptions, Progress } from 'sigmoid-wasm';
import { overlaps } from './arrays.ts';
import { Call } from './calls.ts';
import { resultsOf } from './effects.ts';
import { type ElementArray, type Elements, pointsOf } from './elements.ts';
import type { Operation, ProgressAction } from './programs.ts';
import { createAborter } from './signals.ts';
import type { State } from './state.ts';

export const isClosedError = (error: unknown): boolean => error instanceof Error && /closed/.test(error.message);

export function startCall(state: State, operation: Extract<Operation, { kind: 'async' }>): void {
  const arrays = state.arrays(operation);
  if (arrays === undefined) return;
  const { x, out } = arrays;
  const { instance, of = 'sigmoid', signal, progress, lookalike } = operation;
  const closed = state.isClosed(instance);
  const call = new Call(x.range, out?.range, out?.array);
  call.reports = progress !== 'none';
  call.writesNothing = signal === 'before' || closed;
  const aborter = signal || progress === 'abort' ? createAborter(lookalike) : undefined;
  if (aborter !== undefined) state.aborters.set(call, aborter);
  if (signal === 'before') abortCall(state, call, true);
  if (closed) call.incur('the instance was closed before', isClosedError, true);
  if (state.killed) incurDeath(call);
  const options: AsyncOptions = {
    ...(aborter && { signal: aborter.signal }),
    ...(call.reports && { onProgress: onProgress(state, call, instance, progress) }),
  };
  state.effects.push({ index: state.index, rounding: state.spec(instance).rounding, of, x: x.range, out: out?.range, call });
  try {
    state.pending.push(call.follow(state.instance(instance, of).async(x.array, out?.array as ElementArray, options)));
  } catch (error) {
    state.fail(`threw ${String(error)}, where the promise was to reject`);
  }
  if (signal === 'behind') abortCall(state, call);
}

export function abortCall(state: State, call: Call, binding?: boolean): void {
  const reason = new Error('aborted by the program');
  call.incur('it was aborted', (error) => error === reason, binding);
  state.aborters.get(call)?.abort(reason);
}

/** Calls that run may end with an error, or compute to the end. */
export function closeInstance(state: State, name: string): void {
  for (const { index, call } of state.effects) {
    const operation = state.program.operations[index];
    if (operation?.kind === 'async' && operation.instance === name)
      call?.incur('the instance was closed', isClosedError, false);
  }
  state.pending.push(state.close(name));
}

/** A worker has died that may have been at work on it. What was computed in place can't be computed again. */
export function incurDeath(call: Call): void {
  const { x, out } = call;
  if (out !== undefined && overlaps(x, out)) call.incur('a worker died', (error) => error instanceof Error, false);
}

function onProgress(state: State, call: Call, instance: string, action?: ProgressAction): (progress: Progress) => void {
  let times = 0;
  return (progress) => {
    call.report(progress);
    if (action !== undefined && times++ === 0) react(state, call, instance, action);
  };
}

/** What `onProgress` does at the first report. */
function react(state: State, call: Call, instance: string, action: ProgressAction): void {
  if (action === 'abort') abortCall(state, call);
  if (action === 'close') closeInstance(state, instance);
  if (action === 'sync' || action === 'async') callFromCallback(state, instance, action, call.x.elements);
  if (action !== 'throw') return;
  const error = new Error('onProgress throws');
  call.incur('onProgress threw', (other) => other === error, true);
  throw error;
}

/** A call with arrays of its own. */
function callFromCallback(state: State, instance: string, kind: 'sync' | 'async', elements: Elements): void {
  if (state.isClosed(instance)) return;
  const { index } = state;
  const x = pointsOf(elements).slice(0, 100);
  const expected = Buffer.from(resultsOf(x, state.spec(instance).rounding).buffer);
  const check = (y: ElementArray): void => {
    if (!expected.equals(Buffer.from(y.buffer as ArrayBuffer))) state.fail('a call from onProgress gave wrong results', index);
  };
  const sigmoid = state.instance(instance);
  if (kind === 'sync') {
    check(sigmoid(x));
    return;
  }
  const onError = (error: unknown): void => {
    if (!state.isClosed(instance)) state.fail(`a call from onProgress rejected with ${String(error)}`, index);
  };
  state.pending.push(sigmoid.async(x).then(check).catch(onError));
}
