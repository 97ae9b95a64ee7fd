/** What users call: checks of the arguments in front of a backend that is made at first use. */

import type { FunctionDefinition, FunctionOptions } from '../functions/definition.ts';
import type { Runner } from '../runtime/backend.ts';
import type { ElementArray, ElementType } from '../runtime/elements.ts';
import type { Binary } from '../runtime/kernel.ts';
import { isExact } from '../runtime/memory/arithmetic.ts';
import { newArray } from '../runtime/memory/new-array.ts';
import { throwIfAborted } from '../runtime/threads/abort.ts';
import {
  requireAsyncOptions,
  requireElements,
  requireInteger,
  requireLength,
  requireOut,
  requireTypeName,
} from './arguments.ts';
import { runInOrder } from './async-call.ts';
import type { Engine, First } from './engine.ts';
import type { AsyncOptions, ElementTypeName, LogisticFunction, LogisticInfo, Rounding } from './types.ts';

const SIGMOID_ALONE = "rounding 'correct' is for sigmoid alone; the other functions round faithfully";

/** The array for results: the given one, or a new one like x. @throws TypeError or RangeError if the given one is wrong */
function targetFor(type: ElementType, length: number, out: ElementArray | undefined): ElementArray {
  if (out === undefined) return newArray(type, length);
  requireOut(out, type, length);
  return out;
}

/** One element at a time, for threads on which TypeScript flushes subnormal numbers and the kernel may not. */
function throughArray({ run }: Runner): (x: number) => number {
  const one = newArray('f64', 1);
  return (x) => {
    one[0] = x;
    run(one, one);
    return one[0];
  };
}

/**
 * Makes a function of an engine, which it shares with others or has alone.
 *
 * @param binary the one with its kernels, in entries that have WebAssembly
 */
export function createInstance(
  definition: FunctionDefinition,
  binary: Binary | undefined,
  engine: Engine,
  options: FunctionOptions,
): LogisticFunction {
  const first: First = { kernel: definition.operationFor(options, 'f64').kernel, binary };
  const bound = engine.bound();

  function runnerFor(type: ElementType): Runner {
    // Before anything else, since it is all that most calls need.
    const runner = bound[type];
    if (runner !== undefined) return runner;
    const operation = definition.operationFor(options, type);
    const made = engine.backend({ kernel: operation.kernel, binary }).bind(operation, binary);
    bound[type] = made;
    return made;
  }

  /** In TypeScript, which has the same bits: the way into the kernel and back takes longer than the formula. */
  function bindScalar(): (x: number) => number {
    engine.requireOpen();
    const { of } = definition.operationFor(options, 'f64').fallback;
    bound.scalar = isExact() ? of : throughArray(runnerFor('f64'));
    return bound.scalar;
  }

  function call(x: number | ElementArray, out?: ElementArray): number | ElementArray {
    // As a callback of `map` it is passed an index too.
    if (typeof x === 'number') return (bound.scalar ?? bindScalar())(x);
    const type = requireElements(x, 'a number, Float64Array or Float32Array');
    const length = requireLength('x', type, x);
    const target = targetFor(type, length, out);
    runnerFor(type).run(x, target, length);
    return target;
  }

  async function async(x: ElementArray, out?: ElementArray, options?: AsyncOptions): Promise<ElementArray> {
    const type = requireElements(x, 'Float64Array or Float32Array');
    const target = targetFor(type, requireLength('x', type, x), out);
    const checked = requireAsyncOptions(options);
    const ready = (): Runner => runnerFor(type);
    ready();
    throwIfAborted(checked.signal);
    await runInOrder(ready, type, x, target, checked);
    return target;
  }

  const correct = options.rounding === 'correct' && definition.canRoundCorrectly;
  addMembers(call, engine, first, correct ? 'correct' : 'faithful', options);
  Object.defineProperty(call, 'async', { value: async });
  Object.defineProperty(call, 'name', { value: definition.name });
  return call as unknown as LogisticFunction;
}

/** Gives `target` what belongs to an engine rather than to a function of it. */
export function addMembers(target: object, engine: Engine, first: First, rounding: Rounding, asked: FunctionOptions): void {
  function alloc(length: number, type?: ElementTypeName): ElementArray {
    return engine.backend(first).alloc(requireTypeName(type), requireInteger('length', length, 0));
  }

  function info(): LogisticInfo {
    const { name, shared, threads, reasons } = engine.backend(first);
    const ofRounding = asked.rounding === undefined || asked.rounding === rounding ? [] : [SIGMOID_ALONE];
    return { backend: name, threads, shared, rounding, reasons: [...reasons, ...ofRounding] };
  }

  const end = (): Promise<void> => engine.end();
  const close = (): void => void end();
  const members = {
    alloc,
    close,
    ...(Symbol.dispose && { [Symbol.dispose]: close }),
    ...(Symbol.asyncDispose && { [Symbol.asyncDispose]: end }),
  };
  for (const key of Reflect.ownKeys(members) as (keyof typeof members)[]) {
    Object.defineProperty(target, key, { value: members[key] });
  }
  Object.defineProperty(target, 'info', { get: info, enumerable: true });
}
