/** The memories of a program, each with its buffer objects and the model of what it holds. */
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import type { Sigmoid } from 'sigmoid-wasm';
import { Contents } from './contents.ts';
import { type ElementArray, type Elements, elementsOf, pointsOf } from './elements.ts';
import type { BufferChoice, MemoryKind, MemorySpec } from './programs.ts';

const WASM_PAGE = 65536;
/** By how much those that grow can grow at most. */
const GROWTH = 3;

export class Memory {
  readonly kind: MemoryKind;
  /** What its length is counted in, and what it is filled with at first. Arrays over it may have others. */
  readonly elements: Elements;
  /** Where the elements begin in the buffer. */
  readonly byteOffset: number;
  readonly #wasm: WebAssembly.Memory | undefined;
  /** Keeps an allocated array, unless a clone is all that there is to be left. */
  readonly array: ElementArray | undefined;
  /** Keeps its buffer objects from before it grew. */
  readonly #older: ArrayBufferLike[] = [];
  #buffer: ArrayBufferLike;
  contents: Contents;
  byteLength: number;
  /** Until the model and the memory are compared again. */
  hasShrunk = false;
  isDetached = false;

  /** @param alloc gives arrays to memories of the kind `alloc` */
  constructor(spec: MemorySpec, alloc: (length: number) => ElementArray) {
    const { kind, length, cloneOnly } = spec;
    this.kind = kind;
    this.elements = elementsOf(spec);
    const bytes = this.elements.bytes * length;
    if (kind === 'wasm') this.#wasm = openWasmMemory(bytes);
    const array = kind === 'alloc' ? alloc(length) : undefined;
    this.array = cloneOnly && array?.buffer instanceof SharedArrayBuffer ? undefined : array;
    this.byteOffset = array?.byteOffset ?? 0;
    this.#buffer = array?.buffer ?? this.#wasm?.buffer ?? openBuffer(kind, bytes);
    if (array !== undefined && this.array === undefined) this.#buffer = structuredClone(this.#buffer);
    this.byteLength = array?.byteLength ?? this.#buffer.byteLength;
    this.contents = new Contents(this.all());
  }

  get isShared(): boolean {
    return this.#buffer instanceof SharedArrayBuffer;
  }

  /** All that it holds. */
  all(): ElementArray {
    return this.elements.over(this.#buffer, this.byteOffset, this.byteLength / this.elements.bytes);
  }

  buffer(choice?: BufferChoice): ArrayBufferLike {
    if (choice === undefined || !this.isShared) return this.#buffer;
    if (choice === 'clone') return structuredClone(this.#buffer);
    if (choice === 'message') return throughMessage(this.#buffer);
    return this.#older[0] ?? this.#buffer;
  }

  get growsAndShrinks(): { readonly grows: boolean; readonly shrinks: boolean } {
    const shrinks = this.kind === 'resizable';
    return { shrinks, grows: shrinks || this.kind === 'growable' || this.kind === 'wasm' };
  }

  /** Whether the length of an array can follow that of its buffer. */
  get isTrackable(): boolean {
    return this.kind === 'resizable' || this.kind === 'growable';
  }

  get detaches(): boolean {
    return this.kind === 'plain' || this.kind === 'resizable';
  }

  /** Grows it by so many percent of its length. */
  grow(percent: number): void {
    if (this.#wasm !== undefined) {
      if (this.#buffer.byteLength === maximumBytes(this.#wasm)) return;
      this.#older.push(this.#buffer);
      this.#wasm.grow(1);
      this.#buffer = this.#wasm.buffer;
    } else {
      const buffer = this.#buffer as ArrayBuffer & { grow?: (bytes: number) => void };
      const most = Math.min(this.byteLength + this.#share(percent), buffer.maxByteLength);
      if (buffer.grow) buffer.grow(most);
      else buffer.resize(most);
    }
    this.byteLength = this.#buffer.byteLength;
    this.contents.resize(this.byteLength);
  }

  /** Shrinks it by so many percent. What the model holds is cut off when it has been compared. */
  shrink(percent: number): void {
    this.byteLength -= this.#share(percent);
    (this.#buffer as ArrayBuffer).resize(this.byteLength);
    this.hasShrunk = true;
  }

  /** So many percent of its elements, in bytes. */
  #share(percent: number): number {
    const { bytes } = this.elements;
    return bytes * Math.ceil(((this.byteLength / bytes) * percent) / 100);
  }

  detach(): void {
    structuredClone(this.#buffer, { transfer: [this.#buffer as ArrayBuffer] });
    this.isDetached = true;
    this.byteLength = 0;
  }

  /** Writes points of a type over all of it, except for the half of an element at its end, and into the model. */
  fill(elements: Elements, point: number): void {
    const points = pointsOf(elements);
    const array = elements.over(this.#buffer, this.byteOffset, Math.floor(this.byteLength / elements.bytes));
    for (let begin = 0; begin < array.length; ) {
      const part = points.subarray(begin === 0 ? point : 0, points.length).subarray(0, array.length - begin);
      array.set(part, begin);
      begin += part.length;
    }
    this.contents = new Contents(this.all());
  }
}

const maxima = new WeakMap<WebAssembly.Memory, number>();
const maximumBytes = (memory: WebAssembly.Memory): number => maxima.get(memory) as number;

function openWasmMemory(bytes: number): WebAssembly.Memory {
  const initial = Math.ceil(bytes / WASM_PAGE);
  const memory = new WebAssembly.Memory({ initial, maximum: initial + GROWTH, shared: true });
  maxima.set(memory, (initial + GROWTH) * WASM_PAGE);
  return memory;
}

function openBuffer(kind: MemoryKind, bytes: number): ArrayBufferLike {
  const maxByteLength = GROWTH * bytes;
  switch (kind) {
    case 'resizable':
      return new ArrayBuffer(bytes, { maxByteLength });
    case 'growable':
      return new SharedArrayBuffer(bytes, { maxByteLength });
    case 'shared':
      return new SharedArrayBuffer(bytes);
    default:
      return new ArrayBuffer(bytes);
  }
}

/** As another thread would get it. */
function throughMessage(buffer: ArrayBufferLike): ArrayBufferLike {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(buffer);
  const { message } = receiveMessageOnPort(port2) as { message: ArrayBufferLike };
  port1.close();
  return message;
}

/** An array of `alloc`, which must hold zeros. */
export function zeroedArray(sigmoid: Sigmoid, elements: Elements, length: number): ElementArray {
  const array = elements.alloc(sigmoid, length);
  if (array[Symbol.toStringTag] !== elements.arrayName) throw new Error(`alloc gave a ${array[Symbol.toStringTag]}`);
  if (array.length !== length) throw new Error(`alloc(${length}) gave an array of length ${array.length}`);
  const index = array.findIndex((value) => !Object.is(value, 0));
  if (index >= 0) throw new Error(`alloc(${length}) gave an array with ${array[index]} at ${index}`);
  return array;
}
