/** Arrays over the memories of a program, and the ranges of elements that they name. */
import type { Memory } from './memories.ts';
import type { Place, Source } from './programs.ts';

/** Elements of a memory, as they were when an array was made. */
export interface Range {
  readonly memory: Memory;
  readonly begin: number;
  readonly length: number;
}

export interface PlacedArray {
  readonly array: Float64Array;
  readonly range: Range;
}

/** The array that `source` names, or the nearest to it that the memory has room for. */
export function sourceArray(source: Source, memory: Memory): PlacedArray {
  const length = Math.min(source.length, memory.length);
  const begin = Math.min(source.offset, memory.length - length);
  return source.tracking ? placed(source, memory, begin, memory.length - begin) : placed(source, memory, begin, length);
}

/** The same for an array of a given length; undefined if the memory is shorter or detached. */
export function targetArray(place: Place, memory: Memory, length: number): PlacedArray | undefined {
  if (memory.isDetached || length > memory.length) return undefined;
  const last = memory.length - length;
  // To track a buffer, it has to end where that does.
  return placed(place, memory, place.tracking && memory.growsAndShrinks.grows ? last : Math.min(place.offset, last), length);
}

/** Tracks the buffer if it is to, can, and reaches as far. */
function placed({ buffer: choice, tracking, hostile }: Place, memory: Memory, begin: number, length: number): PlacedArray {
  const Constructor = hostile ? HostileArray : Float64Array;
  const byteOffset = memory.byteOffset + 8 * begin;
  const present = memory.buffer();
  let buffer = memory.buffer(choice);
  // An older buffer of a WebAssembly.Memory ends where that did.
  if (byteOffset + 8 * length > buffer.byteLength) buffer = present;
  const tracks =
    tracking && memory.kind !== 'alloc' && begin + length === memory.length && buffer.byteLength === present.byteLength;
  const array = tracks ? new Constructor(buffer, byteOffset) : new Constructor(buffer, byteOffset, length);
  if (hostile) makeHostile(array);
  return { array, range: { memory, begin, length } };
}

/** Members of hostile arrays that the package has used. */
export const touched: string[] = [];

function touch(member: string): never {
  touched.push(member);
  throw new Error(`the member ${member} of a subclass was used`);
}

/** A subclass whose static members throw. */
class HostileArray extends Float64Array {
  static get [Symbol.species](): never {
    return touch('Symbol.species');
  }
}

const prototype = Object.getPrototypeOf(Float64Array.prototype) as object;

/** Every member that a typed array inherits. */
const MEMBERS = [...new Set([...Reflect.ownKeys(prototype), ...Reflect.ownKeys(Float64Array.prototype)])];

/** Gives an array own properties, in the place of all that it inherits, that throw. */
function makeHostile(array: Float64Array): void {
  for (const name of MEMBERS) Object.defineProperty(array, name, { get: () => touch(String(name)), configurable: true });
}

export function overlaps(one: Range, other: Range): boolean {
  if (one.memory !== other.memory) return false;
  return one.begin < other.begin + other.length && other.begin < one.begin + one.length;
}

/** Whether the memory has become too short for what a range names. */
export function isGone({ memory, begin, length }: Range): boolean {
  return memory.isDetached || begin + length > memory.length;
}
