/** Checks of what the caller passes: TypeError for the wrong kind, RangeError for the wrong value, before anything is written. */
import type { FunctionOptions } from '../functions/definition.ts';
import type { BackendOptions, CallOptions } from '../runtime/backend.ts';
import { ARRAY_TYPES, type ElementArray, type ElementType, elementTypeOf, lengthOf } from '../runtime/elements.ts';
import { adviceOn, describe, wrongKind } from './describe.ts';
import type { AsyncOptions, SigmoidOptions } from './types.ts';

/** Throws where a typed array is detached or out of bounds, like every method of typed arrays. */
const requireAttached = Function.prototype.call.bind(Float64Array.prototype.keys) as (array: ElementArray) => void;

/**
 * Returns the type of the elements of `x`.
 *
 * @throws TypeError if `x` is no array of such elements
 */
export function requireElements(x: unknown, expected: string): ElementType {
  const type = elementTypeOf(x);
  if (type === undefined) throw wrongKind('x', expected, x, adviceOn(x));
  return type;
}

/** Returns the length of an array. @throws TypeError if its buffer is detached or too short by now */
export function requireLength(name: string, type: ElementType, array: ElementArray): number {
  const length = lengthOf(type, array);
  // Detached and out-of-bounds views have no elements; others without elements pass.
  if (length === 0) requireBuffer(name, type, array);
  return length;
}

/**
 * @param type that of the elements of `x`
 * @param length that of `x`
 * @throws TypeError if `out` is not an array of that type; RangeError if its length is not that of `x`
 */
export function requireOut(out: unknown, type: ElementType, length: number): asserts out is ElementArray {
  if (elementTypeOf(out) !== type) {
    // A conversion of it would be written, and lost.
    const { name } = ARRAY_TYPES[type];
    const advice = `; pass new ${name}(${length})`;
    const options = describe(out) === 'Object' ? '; options: async(x, undefined, { signal })' : '';
    throw wrongKind('out', `${name}, as "x" is`, out, advice + options);
  }
  const got = requireLength('out', type, out as ElementArray);
  if (got !== length) throw new RangeError(`"out" expected length ${length}, the length of "x", got ${got}`);
}

function requireBuffer(name: string, type: ElementType, array: ElementArray): void {
  try {
    requireAttached(array);
  } catch {
    throw new TypeError(
      `"${name}" expected a ${ARRAY_TYPES[type].name} with a buffer, got one that is detached or out of bounds`,
    );
  }
}

/**
 * @throws TypeError if an array of so many elements, of no class but ours, has them no longer
 */
export function requireIntact(name: string, type: ElementType, array: ElementArray, length: number): void {
  if (lengthOf(type, array) !== length) {
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

const ELEMENT_TYPES = { float64: 'f64', float32: 'f32' } as const;

/** @throws TypeError if `value` is not a string; RangeError if it names no type of elements */
export function requireTypeName(value: unknown = 'float64'): ElementType {
  requireOneOf('type', value, Object.keys(ELEMENT_TYPES));
  return ELEMENT_TYPES[value as keyof typeof ELEMENT_TYPES];
}

/** Throws if an option that is not undefined is wrong. */
type Check = (name: string, value: unknown) => void;

const SIGMOID_OPTIONS: Record<keyof SigmoidOptions, Check> = {
  backend: (name, value) => requireOneOf(name, value, ['auto', 'wasm', 'ts']),
  rounding: (name, value) => requireOneOf(name, value, ['faithful', 'correct']),
  threads: (name, value) => requireInteger(name, value, 1),
  module: (name, value) => requireKind(name, value, 'a WebAssembly.Module', describe(value) === 'WebAssembly.Module'),
  workerUrl: (name, value) =>
    requireKind(name, value, 'a string or URL', /^(a string|URL|TrustedScriptURL)$/.test(describe(value))),
};

const ASYNC_OPTIONS: Record<keyof AsyncOptions, Check> = {
  signal: (name, value) => requireKind(name, value, 'an AbortSignal', isSignal(value)),
  onProgress: (name, value) => requireKind(name, value, 'a function', typeof value === 'function'),
};

const NO_OPTIONS: CallOptions = {};

/**
 * The options of `createSigmoid`, checked.
 *
 * @throws TypeError or RangeError, which says which option is wrong
 */
export function requireSigmoidOptions(options?: SigmoidOptions): BackendOptions & FunctionOptions {
  return requireOptions(options, SIGMOID_OPTIONS);
}

/**
 * The options of `async`, checked.
 *
 * @throws TypeError that says which option is wrong
 */
export function requireAsyncOptions(options?: AsyncOptions): CallOptions {
  return options === undefined ? NO_OPTIONS : requireOptions(options, ASYNC_OPTIONS);
}

/** The options, own and inherited, each read once. Those that are undefined are as if they were absent. */
function requireOptions<Options>(options: unknown = {}, checks: Record<string, Check>): Options {
  requireKind('options', options, 'an object', typeof options === 'object' && options !== null);
  const given = options as Record<string, unknown>;
  const checked: Record<string, unknown> = {};
  for (const [key, check] of Object.entries(checks)) {
    const value = given[key];
    if (value === undefined) continue;
    check(key, value);
    checked[key] = value;
  }
  // What a page has added to all objects is no option.
  for (const key in given) {
    if (!(key in checks || key in Object.prototype || given[key] === undefined)) throw unknownOption(key, Object.keys(checks));
  }
  return checked as Options;
}

function unknownOption(key: string, known: string[]): TypeError {
  const near = known.find((option) => within(option.toLowerCase(), key.toLowerCase(), 2));
  return new TypeError(`unknown option "${key}"; ${near ? `did you mean "${near}"?` : `there are ${known.join(', ')}`}`);
}

/** Whether at most so many edits make one of the other: a character inserted, deleted or replaced. */
function within(one: string, other: string, edits: number): boolean {
  if (one === other) return true;
  const [a, b] = [one.slice(1), other.slice(1)];
  if (one[0] === other[0]) return within(a, b, edits);
  return edits > 0 && (within(a, other, edits - 1) || within(one, b, edits - 1) || within(a, b, edits - 1));
}

function requireKind(name: string, value: unknown, expected: string, fits: boolean): void {
  if (!fits) throw wrongKind(name, expected, value);
}

function requireOneOf(name: string, value: unknown, choices: string[]): void {
  const expected = choices.map((choice) => `'${choice}'`).join(' or ');
  requireKind(name, value, expected, typeof value === 'string');
  if (!choices.includes(value as string)) throw new RangeError(`"${name}" expected ${expected}, got '${value}'`);
}

/** Polyfills and imitations of the web have no more than this. */
function isSignal(value: unknown): boolean {
  const { aborted, addEventListener } = Object(value) as Partial<AbortSignal>;
  return aborted !== undefined && typeof addEventListener === 'function';
}
