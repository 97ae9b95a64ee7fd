/**
 * The types of elements that kernels compute on, and the arrays that hold them.
 *
 * An array of the caller's may be a subclass with properties and methods of its own, and anybody may change those of
 * `Float64Array`. So what an array is is read by these functions, taken when the module is imported, and by nothing else; an
 * element by its index can't be overridden.
 */
export const ARRAY_TYPES = { f64: Float64Array, f32: Float32Array } as const;

export type ElementType = keyof typeof ARRAY_TYPES;

/** An array of any of these types. */
export type ElementArray<Buffer extends ArrayBufferLike = ArrayBufferLike> = Float64Array<Buffer> | Float32Array<Buffer>;

const typedArrays = Object.getPrototypeOf(Float64Array.prototype) as object;

/** The name of the kind of typed array that `value` is, of whichever realm; undefined if it is none. */
export const kindOf = getter<unknown, string | undefined>(typedArrays, Symbol.toStringTag);
export const bufferOf = getter<ArrayBufferView, ArrayBufferLike>(typedArrays, 'buffer');
/** 0 if the array is out of bounds. */
export const byteOffsetOf = getter<ArrayBufferView, number>(typedArrays, 'byteOffset');
/** 0 if the array is detached or out of bounds. */
export const byteLengthOf = getter<ArrayBufferView, number>(typedArrays, 'byteLength');
/** Copies all elements of `source` to `target`, from the index `begin` on. @throws TypeError if one is detached or out of bounds */
export const copyElements = method<[target: ElementArray, source: ElementArray, begin: number], void>(typedArrays, 'set');

/** Of which type the elements of `value` are; undefined if it is no array of any. */
export function elementTypeOf(value: unknown): ElementType | undefined {
  const kind = kindOf(value);
  return kind === 'Float64Array' ? 'f64' : kind === 'Float32Array' ? 'f32' : undefined;
}

/** Not by the intrinsic `length`: V8 before 12 may report that of a detached array as it was (seen on Node 20 and 22). */
export function lengthOf(type: ElementType, array: ElementArray): number {
  return byteLengthOf(array) / ARRAY_TYPES[type].BYTES_PER_ELEMENT;
}

/** The elements of a buffer, from a byte offset on. */
export function arrayOver<Buffer extends ArrayBufferLike>(
  type: ElementType,
  buffer: Buffer,
  byteOffset: number,
  length: number,
): ElementArray<Buffer> {
  return type === 'f64' ? new Float64Array(buffer, byteOffset, length) : new Float32Array(buffer, byteOffset, length);
}

export function bytesOf(type: ElementType, length: number): number {
  return length * ARRAY_TYPES[type].BYTES_PER_ELEMENT;
}

/**
 * The elements from `begin` to `end`, as an array that has nothing of the caller's class.
 *
 * @throws TypeError if the array does not have them, as one that is detached or out of bounds
 */
export function view(type: ElementType, array: ElementArray, begin: number, end: number): ElementArray {
  if (end > lengthOf(type, array)) throw new TypeError('an array is detached or out of bounds');
  return arrayOver(type, bufferOf(array), byteOffsetOf(array) + bytesOf(type, begin), end - begin);
}

const byteLengthOfOrdinary = getter<object, number>(ArrayBuffer.prototype, 'byteLength');
/** Those that were met before: to find out takes microseconds, since it throws. */
const sharedBuffers = new WeakSet<object>();

/** Whether a buffer, of whichever realm, is a SharedArrayBuffer. */
export function isShared(buffer: ArrayBufferLike): boolean {
  if (sharedBuffers.has(buffer)) return true;
  try {
    byteLengthOfOrdinary(buffer);
    return false;
  } catch {
    sharedBuffers.add(buffer);
    return true;
  }
}

function getter<Holder, Value>(prototype: object, name: PropertyKey): (holder: Holder) => Value {
  return uncurried(Object.getOwnPropertyDescriptor(prototype, name)?.get);
}

function method<Arguments extends unknown[], Value>(prototype: object, name: PropertyKey): (...args: Arguments) => Value {
  return uncurried(Object.getOwnPropertyDescriptor(prototype, name)?.value);
}

/** As a function of its `this` and its arguments. */
function uncurried<T>(member: unknown): T {
  return Function.prototype.call.bind(member as () => void) as T;
}
