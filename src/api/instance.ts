/** What `sigmoid` and `createSigmoid()` are: checks of the arguments in front of a backend that is made at first use. */

import type { FunctionDefinition, FunctionOptions } from '../functions/definition.ts';
import type { Backend, Runner } from '../runtime/backend.ts';
import { type ElementArray, type ElementType, lengthOf } from '../runtime/elements.ts';
import { newArray } from '../runtime/memory/new-array.ts';
import { throwIfAborted } from '../runtime/threads/abort.ts';
import { requireAsyncOptions, requireElements, requireInteger, requireOut, requireTypeName } from './arguments.ts';
import { runInOrder } from './async-call.ts';
import type { AsyncOptions, ElementTypeName, Sigmoid, SigmoidInfo } from './types.ts';

/** Ends the threads of instances that nobody can use any more; where that can't be told there are no threads, or few. */
const dropped =
  typeof FinalizationRegistry === 'function' ? new FinalizationRegistry<() => void>((close) => close()) : undefined;
/** What uses an instance without naming it, as a destructured `async` does, keeps it. */
const owners = new WeakMap<object, object>();

/** The array for results: the given one, or a new one like x. @throws TypeError or RangeError if the given one is wrong */
function targetFor(type: ElementType, x: ElementArray, out: ElementArray | undefined): ElementArray {
  if (out === undefined) return newArray(type, lengthOf(type, x));
  requireOut(out, type, x);
  return out;
}

/** Makes an instance of a function whose backend comes from `open`, called at first use and once. */
export function createInstance(definition: FunctionDefinition, open: () => Backend, options: FunctionOptions): Sigmoid {
  const rounding = options.rounding ?? 'faithful';
  let backend: Backend | undefined;
  let runners: Partial<Record<ElementType, Runner>> = {};
  let closed = false;
  let ending: Promise<void> | undefined;

  function opened(): Backend {
    if (closed) throw new Error(`this instance of ${definition.name} is closed`);
    backend ??= open();
    return backend;
  }

  function runnerFor(type: ElementType): Runner {
    // Before anything else, since it is all that most calls need.
    const runner = runners[type];
    if (runner !== undefined) return runner;
    const made = opened().bind(definition.operationFor(options, type));
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

  function alloc(length: number, type?: ElementTypeName): ElementArray {
    return opened().alloc(requireTypeName(type), requireInteger('length', length, 0));
  }

  function info(): SigmoidInfo {
    const { name, shared, threads, reasons } = opened();
    return { backend: name, threads, shared, rounding, reasons: [...reasons] };
  }

  async function end(): Promise<void> {
    closed = true;
    ending ??= backend?.close();
    backend = undefined;
    runners = {};
    await ending;
  }
  const close = (): void => void end();

  const members = {
    async,
    alloc,
    close,
    ...(Symbol.dispose && { [Symbol.dispose]: close }),
    ...(Symbol.asyncDispose && { [Symbol.asyncDispose]: end }),
  };
  for (const key of Reflect.ownKeys(members) as (keyof typeof members)[]) {
    Object.defineProperty(sigmoid, key, { value: members[key] });
  }
  Object.defineProperty(sigmoid, 'info', { get: info, enumerable: true });
  for (const member of [async, alloc]) owners.set(member, sigmoid);
  dropped?.register(sigmoid, close);
  return sigmoid as unknown as Sigmoid;
}
