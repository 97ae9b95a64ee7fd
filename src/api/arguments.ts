/** Checks of what the caller passes: TypeError for the wrong kind, RangeError for the wrong value, before anything is written. */
import { byteLengthOf, kindOf, lengthOf } from '../runtime/elements.ts';
import type { AsyncOptions, SigmoidOptions } from './types.ts';

/** Throws where a typed array is detached or out of bounds, like every method of typed arrays. */
const requireAttached = Function.prototype.call.bind(Float64Array.prototype.keys) as (array: Float64Array) => void;

/**
 * @throws TypeError if `value` is not a Float64Array, or one whose buffer is detached or too short by now.
 */
export function requireFloat64Array(name: string, value: unknown, expected = 'Float64Array'): Float64Array {
  if (kindOf(value) !== 'Float64Array') {
    throw new TypeError(`"${name}" expected ${expected}, got ${describe(value)}${advice(value)}`);
  }
  const array = value as Float64Array;
  // Detached and out-of-bounds views have no elements; others without elements pass.
  if (byteLengthOf(array) === 0) {
    try {
      requireAttached(array);
    } catch {
      throw new TypeError(`"${name}" expected a Float64Array with a buffer, got one that is detached or out of bounds`);
    }
  }
  return array;
}

/**
 * @throws TypeError if `out` is not a Float64Array; RangeError if its length is not that of `x`.
 */
export function requireOut(out: unknown, x: Float64Array): Float64Array {
  const array = requireFloat64Array('out', out);
  const length = lengthOf(x);
  if (lengthOf(array) !== length) {
    throw new RangeError(`"out" expected length ${length}, the length of "x", got ${lengthOf(array)}`);
  }
  return array;
}

/**
 * @throws TypeError if an array of so many elements, of no class but ours, has them no longer
 */
export function requireIntact(name: string, array: Float64Array, length: number): void {
  if (lengthOf(array) !== length) {
    throw new TypeError(
      `"${name}" expected an array that keeps its buffer, got one that is detached or out of bounds during the call`,
    );
  }
}

/**
 * @throws TypeError if `value` is not a number; RangeError if it is not an integer from `least` to 2^53 − 1.
 */
export function requireInteger(name: string, value: unknown, least: number): number {
  const expected = least > 0 ? 'a positive integer' : 'a non-negative integer';
  if (typeof value !== 'number') throw new TypeError(`"${name}" expected ${expected}, got ${describe(value)}`);
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`"${name}" expected ${expected}, got ${value}`);
  return value;
}

/**
 * @throws TypeError if `value` is not a string; RangeError if it is none of `choices`.
 */
function requireOneOf<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  const expected = choices.map((choice) => `'${choice}'`).join(' or ');
  if (typeof value !== 'string') throw new TypeError(`"${name}" expected ${expected}, got ${describe(value)}`);
  if (!choices.includes(value as T)) throw new RangeError(`"${name}" expected ${expected}, got '${value}'`);
  return value as T;
}

/**
 * The options of `createSigmoid`, checked.
 *
 * @throws TypeError or RangeError, which says which option is wrong
 */
export function requireSigmoidOptions(options: SigmoidOptions | undefined): SigmoidOptions {
  const checked = requireObject('options', options, ['backend', 'rounding', 'threads', 'module', 'workerUrl']);
  const { backend, rounding, threads, module, workerUrl } = checked;
  if (backend !== undefined) requireOneOf('backend', backend, ['auto', 'wasm', 'ts']);
  if (rounding !== undefined) requireOneOf('rounding', rounding, ['faithful', 'correct']);
  if (threads !== undefined) requireInteger('threads', threads, 1);
  if (module !== undefined && describe(module) !== 'WebAssembly.Module') {
    throw new TypeError(`"module" expected a WebAssembly.Module, got ${describe(module)}`);
  }
  if (workerUrl !== undefined && typeof workerUrl !== 'string' && !(describe(workerUrl) === 'URL')) {
    throw new TypeError(`"workerUrl" expected a string or URL, got ${describe(workerUrl)}`);
  }
  return checked;
}

/**
 * The options of `async`, checked.
 *
 * @throws TypeError that says which option is wrong
 */
export function requireAsyncOptions(options: AsyncOptions | undefined): AsyncOptions {
  const checked = requireObject('options', options, ['signal', 'onProgress']);
  const { signal, onProgress } = checked;
  if (signal !== undefined && !(typeof signal?.aborted === 'boolean' && typeof signal.addEventListener === 'function')) {
    throw new TypeError(`"signal" expected an AbortSignal, got ${describe(signal)}`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`"onProgress" expected a function, got ${describe(onProgress)}`);
  }
  return checked;
}

/** The members of these names, own and inherited, each read once. */
function requireObject<T extends object>(name: string, value: T | undefined, keys: (keyof T)[]): Partial<T> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`"${name}" expected an object, got ${describe(value)}`);
  }
  const members = keys.map((key) => [key, value[key]]).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members) as Partial<T>;
}

/** What kind of thing `value` is, for an error message. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (Array.isArray(value)) return 'an Array';
  return kindOf(value) ?? Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function advice(value: unknown): string {
  const tag = kindOf(value);
  if (tag?.startsWith('Big')) return '; convert it with Float64Array.from(values, Number)';
  if (tag !== undefined || Array.isArray(value)) return '; convert it with Float64Array.from(values)';
  return '';
}
