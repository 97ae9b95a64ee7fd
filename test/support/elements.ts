/** The types of elements that arrays may have: suites run over both. */
import type { ElementTypeName, LogisticFunction } from 'sigmoid-wasm';
import { type BackendCase, describeBackends } from './backends.ts';

export type ElementArray<Buffer extends ArrayBufferLike = ArrayBufferLike> = Float64Array<Buffer> | Float32Array<Buffer>;

export interface Elements {
  readonly type: ElementTypeName;
  /** Of an element. */
  readonly bytes: number;
  /** The name of the arrays' constructor. */
  readonly arrayName: 'Float64Array' | 'Float32Array';
  /** An array of zeros over a buffer of its own. */
  zeros(length: number): ElementArray<ArrayBuffer>;
  from(values: Iterable<number>): ElementArray<ArrayBuffer>;
  over<Buffer extends ArrayBufferLike>(buffer: Buffer, byteOffset?: number, length?: number): ElementArray<Buffer>;
  alloc(from: Pick<LogisticFunction, 'alloc'>, length: number): ElementArray;
  /** The nearest number that an element can be. */
  round(x: number): number;
}

export const FLOAT64: Elements = {
  type: 'float64',
  bytes: 8,
  arrayName: 'Float64Array',
  zeros: (length) => new Float64Array(length),
  from: (values) => Float64Array.from(values),
  over: (buffer, byteOffset, length) => new Float64Array(buffer, byteOffset, length),
  alloc: (from, length) => from.alloc(length),
  round: (x) => x,
};

export const FLOAT32: Elements = {
  type: 'float32',
  bytes: 4,
  arrayName: 'Float32Array',
  zeros: (length) => new Float32Array(length),
  from: (values) => Float32Array.from(values),
  over: (buffer, byteOffset, length) => new Float32Array(buffer, byteOffset, length),
  alloc: (from, length) => from.alloc(length, 'float32'),
  round: Math.fround,
};

export const ELEMENTS: readonly Elements[] = [FLOAT64, FLOAT32];

/** The constructor of arrays of a type, for classes to extend: TypeScript lets none extend one of two. */
export function constructorOf({ zeros }: Elements): Float64ArrayConstructor {
  return zeros(0).constructor as Float64ArrayConstructor;
}

/** Runs the same tests over every backend and both types of elements. */
export function describeElements(title: string, tests: (create: BackendCase['create'], elements: Elements) => void): void {
  for (const elements of ELEMENTS) describeBackends(`${title}, ${elements.type}`, (create) => tests(create, elements));
}
