/** The memories of a program, each with its buffer objects and the model of what it holds. */
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import type { Sigmoid } from 'sigmoid-wasm';
import { stratifiedPoints } from '../support/points.ts';
import { Contents } from './contents.ts';
import type { BufferChoice, MemoryKind, MemorySpec } from './programs.ts';

const WASM_PAGE = 65536;
/** By how much those that grow can grow at most. */
const GROWTH = 3;

export const POINTS = stratifiedPoints();

export class Memory {
  readonly kind: MemoryKind;
  /** Where the elements begin in the buffer. */
  readonly byteOffset: number;
  readonly #wasm: WebAssembly.Memory | undefined;
  /** Keeps an allocated array, unless a clone is all that there is to be left. */
  readonly array: Float64Array | undefined;
  /** Keeps its buffer objects from before it grew. */
  readonly #older: ArrayBufferLike[] = [];
  #buffer: ArrayBufferLike;
  contents: Contents;
  /** In elements. */
  length: number;
  /** Until the model and the memory are compared again. */
  hasShrunk = false;
  isDetached = false;

  /** @param alloc gives arrays to memories of the kind `alloc` */
  constructor({ kind, length, cloneOnly }: MemorySpec, alloc: (length: number) => Float64Array) {
    this.kind = kind;
    if (kind === 'wasm') this.#wasm = openWasmMemory(8 * length);
    const array = kind === 'alloc' ? alloc(length) : undefined;
    this.array = cloneOnly && array?.buffer instanceof SharedArrayBuffer ? undefined : array;
    this.byteOffset = array?.byteOffset ?? 0;
    this.#buffer = array?.buffer ?? this.#wasm?.buffer ?? openBuffer(kind, 8 * length);
    if (array !== undefined && this.array === undefined) this.#buffer = structuredClone(this.#buffer);
    this.length = array?.length ?? this.#buffer.byteLength / 8;
    this.contents = new Contents(new Float64Array(this.length));
  }

  get isShared(): boolean {
    return this.#buffer instanceof SharedArrayBuffer;
  }

  /** What it holds. */
  elements(): Float64Array {
    return new Float64Array(this.#buffer, this.byteOffset, this.length);
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

  get detaches(): boolean {
    return this.kind === 'plain' || this.kind === 'resizable';
  }

  /** Grows it by so many percent of its length. */
  grow(percent: number): void {
    const bytes = 8 * (this.length + Math.ceil((this.length * percent) / 100));
    if (this.#wasm !== undefined) {
      if (this.#buffer.byteLength === maximumBytes(this.#wasm)) return;
      this.#older.push(this.#buffer);
      this.#wasm.grow(1);
      this.#buffer = this.#wasm.buffer;
    } else {
      const buffer = this.#buffer as ArrayBuffer & { grow?: (bytes: number) => void };
      const most = Math.min(bytes, buffer.maxByteLength);
      if (buffer.grow) buffer.grow(most);
      else buffer.resize(most);
    }
    this.length = this.#buffer.byteLength / 8;
    this.contents.resize(this.length);
  }

  /** Shrinks it by so many percent. What the model holds is cut off when it has been compared. */
  shrink(percent: number): void {
    this.length -= Math.ceil((this.length * percent) / 100);
    (this.#buffer as ArrayBuffer).resize(8 * this.length);
    this.hasShrunk = true;
  }

  detach(): void {
    structuredClone(this.#buffer, { transfer: [this.#buffer as ArrayBuffer] });
    this.isDetached = true;
    this.length = 0;
  }

  /** Writes points over all of it, and into the model. */
  fill(point: number): void {
    const elements = this.elements();
    for (let begin = 0; begin < elements.length; ) {
      const part = POINTS.subarray(begin === 0 ? point : 0, POINTS.length).subarray(0, elements.length - begin);
      elements.set(part, begin);
      begin += part.length;
    }
    this.contents = new Contents(elements);
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
export function zeroedArray(sigmoid: Sigmoid, length: number): Float64Array {
  const array = sigmoid.alloc(length);
  if (array.length !== length) throw new Error(`alloc(${length}) gave an array of length ${array.length}`);
  const index = array.findIndex((value) => !Object.is(value, 0));
  if (index >= 0) throw new Error(`alloc(${length}) gave an array with ${array[index]} at ${index}`);
  return array;
}
