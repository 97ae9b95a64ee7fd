/** Checks of what the caller passes: TypeError for the wrong kind, RangeError for the wrong value, before anything is written. */
import type { FunctionOptions } from '../functions/definition.ts';
import type { BackendOptions, CallOptions } from '../runtime/backend.ts';
import { byteLengthOf, kindOf, lengthOf } from '../runtime/elements.ts';
import { adviceOn, describe, wrongKind } from './describe.ts';
import type { AsyncOptions, SigmoidOptions } from './types.ts';

/** Throws where a typed array is detached or out of bounds, like every method of typed arrays. */
const requireAttached = Function.prototype.call.bind(Float64Array.prototype.keys) as (array: Float64Array) => void;

/**
 * @param advice what to pass instead of a wrong value
 * @throws TypeError if `value` is not a Float64Array, or one whose buffer is detached or too short by now.
 */
export function requireFloat64Array(name: string, value: unknown, expected = 'Float64Array', advice = adviceOn): Float64Array {
  if (kindOf(value) !== 'Float64Array') {
    throw wrongKind(name, expected, value, advice(value));
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
  const length = lengthOf(x);
  // A conversion of it would be written, and lost.
  const array = requireFloat64Array('out', out, undefined, () => {
    const instead = `; pass new Float64Array(${length})`;
    return describe(out) === 'Object' ? `${instead}, and options as in async(x, undefined, { signal })` : instead;
  });
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
  if (typeof value !== 'number') throw wrongKind(name, expected, value);
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`"${name}" expected ${expected}, got ${value}`);
  return value;
}

/**
 * @throws TypeError if `value` is not a string; RangeError if it is none of `choices`.
 */
function requireOneOf<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  const expected = choices.map((choice) => `'${choice}'`).join(' or ');
  if (typeof value !== 'string') throw wrongKind(name, expected, value);
  if (!choices.includes(value as T)) throw new RangeError(`"${name}" expected ${expected}, got '${value}'`);
  return value as T;
}

/**
 * The options of `createSigmoid`, checked.
 *
 * @throws TypeError or RangeError, which says which option is wrong
 */
export function requireSigmoidOptions(options: SigmoidOptions | undefined): BackendOptions & FunctionOptions {
  const known: (keyof SigmoidOptions)[] = ['backend', 'rounding', 'threads', 'module', 'workerUrl'];
  const checked = requireObject<BackendOptions & FunctionOptions>('options', options, known);
  const { backend, rounding, threads, module, workerUrl } = checked;
  if (backend !== undefined) requireOneOf('backend', backend, ['auto', 'wasm', 'ts']);
  if (rounding !== undefined) requireOneOf('rounding', rounding, ['faithful', 'correct']);
  if (threads !== undefined) requireInteger('threads', threads, 1);
  if (module !== undefined && describe(module) !== 'WebAssembly.Module') {
    throw wrongKind('module', 'a WebAssembly.Module', module);
  }
  if (workerUrl !== undefined && typeof workerUrl !== 'string' && !/^(URL|TrustedScriptURL)$/.test(describe(workerUrl))) {
    throw wrongKind('workerUrl', 'a string or URL', workerUrl);
  }
  return checked;
}

/**
 * The options of `async`, checked.
 *
 * @throws TypeError that says which option is wrong
 */
export function requireAsyncOptions(options: AsyncOptions | undefined): CallOptions {
  const known: (keyof AsyncOptions)[] = ['signal', 'onProgress'];
  const checked = requireObject<CallOptions>('options', options, known);
  const { signal, onProgress } = checked;
  // Polyfills and imitations of the web have no more than this.
  if (signal !== undefined && (typeof signal?.addEventListener !== 'function' || signal.aborted === undefined)) {
    throw wrongKind('signal', 'an AbortSignal', signal);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw wrongKind('onProgress', 'a function', onProgress);
  }
  return checked;
}

/**
 * The members of these names, own and inherited, each read once. Members that are undefined are as if they were absent.
 *
 * @throws TypeError if there are others
 */
function requireObject<Options>(name: string, value: unknown, known: (keyof Options & string)[]): Options {
  const members: Record<string, unknown> = {};
  if (value === undefined) return members as Options;
  if (typeof value !== 'object' || value === null) {
    throw wrongKind(name, 'an object', value);
  }
  const given = value as Record<string, unknown>;
  for (const key of known) {
    const member = given[key];
    if (member !== undefined) members[key] = member;
  }
  for (const key in given) {
    // What a page has added to all objects is no option.
    if (known.includes(key as never) || key in Object.prototype || given[key] === undefined) continue;
    const near = known.find((option) => within(option.toLowerCase(), key.toLowerCase(), 2));
    throw new TypeError(`unknown option "${key}"; ${near ? `did you mean "${near}"?` : `expected one of ${known.join(', ')}`}`);
  }
  return members as Options;
}

/** Whether at most so many edits make one of the other: a character inserted, deleted or replaced. */
function within(one: string, other: string, edits: number): boolean {
  if (one === other) return true;
  const [a, b] = [one.slice(1), other.slice(1)];
  if (one[0] === other[0]) return within(a, b, edits);
  return edits > 0 && (within(a, other, edits - 1) || within(one, b, edits - 1) || within(a, b, edits - 1));
}
