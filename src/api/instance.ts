/** What `sigmoid` and `createSigmoid()` are: checks of the arguments in front of a backend that is made at first use. */

import type { FunctionDefinition, FunctionOptions } from '../functions/definition.ts';
import type { Backend, Runner } from '../runtime/backend.ts';
import { lengthOf } from '../runtime/elements.ts';
import { newArray } from '../runtime/memory/new-array.ts';
import { throwIfAborted } from '../runtime/threads/abort.ts';
import { requireAsyncOptions, requireFloat64Array, requireInteger, requireOut } from './arguments.ts';
import { runInOrder } from './async-call.ts';
import type { AsyncOptions, Sigmoid, SigmoidInfo } from './types.ts';

/** Ends the threads of instances that nobody can use any more; where that can't be told there are no threads, or few. */
const dropped =
  typeof FinalizationRegistry === 'function' ? new FinalizationRegistry<() => void>((close) => close()) : undefined;
/** What uses an instance without naming it, as a destructured `async` does, keeps it. */
const owners = new WeakMap<object, object>();

/** Makes an instance of a function whose backend comes from `open`, called at first use and once. */
export function createInstance(definition: FunctionDefinition, open: () => Backend, options: FunctionOptions): Sigmoid {
  const rounding = options.rounding ?? 'faithful';
  let backend: Backend | undefined;
  let runner: Runner | undefined;
  let closed = false;
  let ending: Promise<void> | undefined;

  function opened(): Backend {
    if (closed) throw new Error(`this instance of ${definition.name} is closed`);
    backend ??= open();
    return backend;
  }

  function ready(): Runner {
    // Before anything else, since it is all that most calls need.
    if (runner !== undefined) return runner;
    runner = opened().bind(definition.operationFor(options));
    return runner;
  }

  function sigmoid(x: number | Float64Array, out?: Float64Array): number | Float64Array {
    // As a callback of `map` it is passed an index too.
    if (typeof x === 'number') return ready().runScalar(x);
    const source = requireFloat64Array('x', x, 'a number or Float64Array');
    const target = out === undefined ? newArray('f64', lengthOf(source)) : requireOut(out, source);
    ready().run(source, target);
    return target;
  }

  async function async(x: Float64Array, out?: Float64Array, options?: AsyncOptions): Promise<Float64Array> {
    const source = requireFloat64Array('x', x);
    const target = out === undefined ? newArray('f64', lengthOf(source)) : requireOut(out, source);
    const checked = requireAsyncOptions(options);
    ready();
    throwIfAborted(checked.signal);
    await runInOrder(ready, source, target, checked);
    return target;
  }

  function alloc(length: number): Float64Array {
    return opened().alloc('f64', requireInteger('length', length, 0));
  }

  function info(): SigmoidInfo {
    const { name, shared, threads, reasons } = opened();
    return { backend: name, threads, shared, rounding, reasons: [...reasons] };
  }

  async function end(): Promise<void> {
    closed = true;
    ending ??= backend?.close();
    backend = undefined;
    runner = undefined;
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
