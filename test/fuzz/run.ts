/** Runs programs on instances, and compares what they do with the model. */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { touched } from './arrays.ts';
import { closeInstance, startCall } from './async.ts';
import { withHaste } from './clock.ts';
import { apply, describe } from './effects.ts';
import type { Instances } from './instances.ts';
import * as operations from './operations.ts';
import type { Operation, Program } from './programs.ts';
import { State } from './state.ts';

/** What has happened to calls with work left, and how often, in all programs so far. */
export const interruptions = new Map<string, number>();

/** Runs a program to its end. Returns what went wrong, or undefined. @param limit milliseconds in which calls have to settle */
export async function runProgram(program: Program, instances: Instances, limit: number): Promise<string | undefined> {
  const state = new State(program, instances);
  const onRejection = (reason: unknown): void => state.fail(`unhandled rejection: ${String(reason)}`);
  process.on('unhandledRejection', onRejection);
  touched.length = 0;
  try {
    await withHaste(program.hasty === true, () => runOperations(state, limit));
  } catch (error) {
    state.fail(`threw ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    process.off('unhandledRejection', onRejection);
    instances.sweep();
  }
  return state.failure;
}

async function runOperations(state: State, limit: number): Promise<void> {
  for (const operation of [...state.program.operations, { kind: 'settle' } as const]) {
    // Not awaited where there is nothing to await: one operation shall follow another within one turn.
    const step = runOperation(state, operation, limit);
    if (step !== undefined) await step;
    if (touched.length > 0) state.fail(`a subclass's ${touched[0]} was used`);
    if (state.failure !== undefined) return;
    state.index++;
  }
}

function runOperation(state: State, operation: Operation, limit: number): Promise<void> | void {
  switch (operation.kind) {
    case 'number':
      return operations.computeNumber(state, operation);
    case 'sync':
      return operations.computeArray(state, operation);
    case 'async':
      return startCall(state, operation);
    case 'mistake':
      return operations.makeMistake(state, operation);
    case 'fill':
      return operations.fill(state, operation);
    case 'abort':
      return operations.abort(state, operation);
    case 'grow':
    case 'shrink':
    case 'detach':
      return operations.resize(state, operation);
    case 'close':
      return closeInstance(state, operation.instance);
    case 'kill':
      return operations.kill(state, operation);
    case 'collect':
      return operations.collect(state, operation);
    case 'turn':
      return operations.pause(operation);
    case 'settle':
      return settle(state, limit);
  }
}

/** Waits for all calls, and compares what they did with the model. */
async function settle(state: State, limit: number): Promise<void> {
  await settleWithin(state, limit);
  if (state.failure === undefined) judgeCalls(state);
  if (state.failure === undefined) compareMemories(state);
  state.effects = [];
  state.aborters = new Map();
  state.killed = false;
}

async function settleWithin(state: State, limit: number): Promise<void> {
  while (state.pending.length > 0) {
    const over = new AbortController();
    const timeout = sleep(limit, 'late', { signal: over.signal });
    if ((await Promise.race([Promise.all(state.pending.splice(0)), timeout])) === 'late') {
      const unsettled = state.effects.find(({ call }) => call?.isRunning);
      state.fail(`did not settle within ${limit} ms`, unsettled?.index);
      return;
    }
    over.abort();
  }
  // Rejections that nobody handles are told then.
  await turn();
}

function judgeCalls(state: State): void {
  for (const { index, call } of state.effects) {
    if (call === undefined) continue;
    for (const what of call.interruptions) interruptions.set(what, (interruptions.get(what) ?? 0) + 1);
    const verdict = call.verdict();
    if (verdict !== undefined) state.fail(verdict, index);
    const aborter = state.aborters.get(call);
    if (aborter && !aborter.signal.aborted && aborter.listeners() > 0) state.fail('left a listener at the signal', index);
  }
}

/** Brings the model up to date first. */
function compareMemories(state: State): void {
  for (const effect of state.effects) {
    const wrong = apply(effect);
    if (wrong !== undefined) state.fail(wrong, effect.index);
  }
  for (const [name, memory] of state.memories) {
    if (memory.isDetached) {
      state.memories.delete(name);
      continue;
    }
    if (memory.hasShrunk) memory.contents.resize(memory.byteLength);
    memory.hasShrunk = false;
    const difference = memory.contents.compare(memory.elements, memory.all());
    if (difference !== undefined) state.fail(`then ${name} ${describe(difference)}`);
  }
}
