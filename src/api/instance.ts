/** What `sigmoid` and `createSigmoid()` are: checks of the arguments in front of a backend that is made at first use. */

import type { FunctionDefinition, FunctionOptions } from '../functions/definition.ts';
import type { Runner } from '../runtime/backend.ts';
import { type ElementArray, type ElementType, lengthOf } from '../runtime/elements.ts';
import { newArray } from '../runtime/memory/new-array.ts';
import { throwIfAborted } from '../runtime/threads/abort.ts';
import { requireAsyncOptions, requireElements, requireInteger, requireOut, requireTypeName } from './arguments.ts';
import { runInOrder } from './async-call.ts';
import type { Engine } from './engine.ts';
import type { AsyncOptions, ElementTypeName, Rounding, Sigmoid, SigmoidInfo } from './types.ts';

/** The array for results: the given one, or a new one like x. @throws TypeError or RangeError if the given one is wrong */
function targetFor(type: ElementType, x: ElementArray, out: ElementArray | undefined): ElementArray {
  if (out === undefined) return newArray(type, lengthOf(type, x));
  requireOut(out, type, x);
  return out;
}

/** Makes a function of an engine, which it shares with others or has alone. */
export function createInstance(definition: FunctionDefinition, engine: Engine, options: FunctionOptions): Sigmoid {
  const rounding = options.rounding ?? 'faithful';
  const runners: Partial<Record<ElementType, Runner>> = {};

  function runnerFor(type: ElementType): Runner {
    // Before anything else, since it is all that most calls need.
    const runner = runners[type];
    if (runner !== undefined && !engine.ended) return runner;
    const made = engine.backend().bind(definition.operationFor(options, type), definition.binary);
    runners[type] = made;
    return made;
  }
  function sigmoid(x: number | ElementArray, out?: ElementArray): number | ElementArray {
    // As a callback of `map` it is passed an index too.
    if (typeof x === 'number') return runnerFor('f64').runScalar(x);
    const type = requireElements(x, 'a number, Float64Array or Float32Array');
    const target = targetFor(type, x, out);
    runnerFor(type).run(x, target);
    return target;
  }

  async function async(x: ElementArray, out?: ElementArray, options?: AsyncOptions): Promise<ElementArray> {
    const type = requireElements(x, 'Float64Array or Float32Array');
    const target = targetFor(type, x, out);
    const checked = requireAsyncOptions(options);
    const ready = (): Runner => runnerFor(type);
    ready();
    throwIfAborted(checked.signal);
    await runInOrder(ready, type, x, target, checked);
    return target;
  }

  addMembers(sigmoid, engine, rounding);
  Object.defineProperty(sigmoid, 'async', { value: async });
  return sigmoid as unknown as Sigmoid;
}

/** Gives `target` what belongs to an engine rather than to a function of it. */
function addMembers(target: object, engine: Engine, rounding: Rounding): void {
  function alloc(length: number, type?: ElementTypeName): ElementArray {
    return engine.backend().alloc(requireTypeName(type), requireInteger('length', length, 0));
  }

  function info(): SigmoidInfo {
    const { name, shared, threads, reasons } = engine.backend();
    return { backend: name, threads, shared, rounding, reasons: [...reasons] };
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
