/** Arrays over the memories of a program, and the ranges of elements that they name. */
import type { ElementTypeName } from 'sigmoid-wasm';
import type { Span } from './contents.ts';
import { type ElementArray, type Elements, elementsOf } from './elements.ts';
import type { Memory } from './memories.ts';
import type { Place, Source } from './programs.ts';

/** Elements of a memory, as they were when an array was made. */
export interface Range extends Span {
  readonly memory: Memory;
}

export interface PlacedArray {
  readonly array: ElementArray;
  readonly range: Range;
}

/** The array that `source` names, or the nearest to it that the memory has room for. */
export function sourceArray(source: Source, memory: Memory): PlacedArray {
  const elements = elementsOf(source);
  const room = roomFor(elements, memory);
  const length = Math.min(source.length, room);
  const begin = Math.min(source.offset, room - length);
  return placed(source, { memory, elements, begin, length: source.tracking ? room - begin : length });
}

/** The same for results of elements like those of `x`; undefined if the memory is shorter or detached. */
export function targetArray(place: Place, memory: Memory, { elements, length }: Range): PlacedArray | undefined {
  const last = roomFor(elements, memory) - length;
  if (memory.isDetached || last < 0) return undefined;
  // To track a buffer, it has to end where that does.
  const begin = place.tracking && memory.growsAndShrinks.grows ? last : Math.min(place.offset, last);
  return placed(place, { memory, elements, begin, length });
}

const roomFor = ({ bytes }: Elements, memory: Memory): number => Math.floor(memory.byteLength / bytes);

/** Tracks the buffer if it is to, can, and reaches to its end: Node 20 lets none track a buffer that ends within an element. */
function placed({ buffer: choice, tracking, hostile }: Place, range: Range): PlacedArray {
  const { memory, elements, begin, length } = range;
  const byteOffset = memory.byteOffset + elements.bytes * begin;
  const present = memory.buffer();
  let buffer = memory.buffer(choice);
  // An older buffer of a WebAssembly.Memory ends where that did.
  if (byteOffset + elements.bytes * length > buffer.byteLength) buffer = present;
  const tracks = tracking && memory.isTrackable && elements.bytes * (begin + length) === memory.byteLength;
  const over = hostile ? hostileOver(elements) : elements.over;
  return { array: tracks ? over(buffer, byteOffset) : over(buffer, byteOffset, length), range };
}

/** Members of hostile arrays that the package has used. */
export const touched: string[] = [];

function touch(member: string): never {
  touched.push(member);
  throw new Error(`the member ${member} of a subclass was used`);
}

type Parameters = [buffer: ArrayBufferLike, byteOffset: number, length?: number];

/** Subclasses whose static members throw. */
const HOSTILE: Readonly<Record<ElementTypeName, new (...parameters: Parameters) => ElementArray>> = {
  float64: class extends Float64Array {},
  float32: class extends Float32Array {},
};

for (const hostile of Object.values(HOSTILE)) {
  Object.defineProperty(hostile, Symbol.species, { get: () => touch('Symbol.species') });
}

const prototype = Object.getPrototypeOf(Float64Array.prototype) as object;

/** Every member that a typed array inherits. */
const MEMBERS = [...new Set([...Reflect.ownKeys(prototype), ...Reflect.ownKeys(Float64Array.prototype)])];

/** Makes arrays that have own properties, in the place of all that they inherit, that throw. */
function hostileOver({ type }: Elements): (...parameters: Parameters) => ElementArray {
  return (...parameters) => {
    const array = new HOSTILE[type](...parameters);
    for (const name of MEMBERS) Object.defineProperty(array, name, { get: () => touch(String(name)), configurable: true });
    return array;
  };
}

/** What is wrong with the new array that a call gave; undefined if nothing is. */
export function wrongNewArray(array: ElementArray, { elements, length }: Range): string | undefined {
  if (array[Symbol.toStringTag] !== elements.arrayName) return `gave a ${array[Symbol.toStringTag]}`;
  if (!(array.buffer instanceof ArrayBuffer)) return 'gave an array over no ordinary ArrayBuffer';
  return array.length === length ? undefined : `gave ${array.length} elements`;
}

export function overlaps(one: Range, other: Range): boolean {
  return one.memory === other.memory && beginOf(one) < endOf(other) && beginOf(other) < endOf(one);
}

/** Whether the memory has become too short for what a range names. */
export function isGone(range: Range): boolean {
  return range.memory.isDetached || endOf(range) > range.memory.byteLength;
}

/** In bytes. */
const beginOf = ({ elements, begin }: Range): number => elements.bytes * begin;
const endOf = ({ elements, begin, length }: Range): number => elements.bytes * (begin + length);
