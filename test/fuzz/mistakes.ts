/** Calls with wrong arguments: they throw the right error, and write nothing. */
import type { AsyncOptions, Sigmoid } from 'sigmoid-wasm';
import { type ElementArray, type Elements, elementsOf, FLOAT32, FLOAT64 } from './elements.ts';
import type { Operation } from './programs.ts';

type Mistaken = Extract<Operation, { kind: 'mistake' }>;

interface Wrong {
  readonly x: unknown;
  readonly out?: unknown;
  readonly options?: unknown;
}

/** Arrays that a wrong call may be given: x, out, and one of the other type. */
interface Arrays {
  readonly elements: Elements;
  readonly x: ElementArray;
  readonly out: ElementArray;
  readonly other: ElementArray;
}

const LENGTH = 9;
const WRONG_VALUES: readonly Mistaken['mistake'][] = ['out too short', 'out too long', 'alloc of an unknown type'];

/** Makes the call. Returns what is wrong with its end, or undefined. */
export async function commit(operation: Mistaken, sigmoid: Sigmoid): Promise<string | undefined> {
  const { mistake } = operation;
  const elements = elementsOf(operation);
  const [x, out] = [elements.zeros(LENGTH).fill(3), elements.zeros(LENGTH).fill(5)];
  const other = (elements === FLOAT64 ? FLOAT32 : FLOAT64).zeros(LENGTH).fill(7);
  const expected = WRONG_VALUES.includes(mistake) ? RangeError : TypeError;
  const error = await errorOf(operation, sigmoid, { elements, x, out, other });
  if (!(error instanceof expected)) return `${mistake}: expected a ${expected.name}, got ${String(error)}`;
  const isUnchanged = holdsOnly(3, x) && holdsOnly(5, out) && holdsOnly(7, other);
  return isUnchanged ? undefined : `${mistake}: something was written`;
}

const holdsOnly = (value: number, array: ElementArray): boolean => [...array].every((element) => element === value);

function errorOf({ mistake, async: isAsync }: Mistaken, sigmoid: Sigmoid, arrays: Arrays): unknown {
  if (mistake === 'alloc of an unknown type') return errorFrom(() => sigmoid.alloc(LENGTH, 'float16' as 'float64'));
  const wrong = argumentsWith(mistake, arrays);
  return isAsync ? rejectionOf(sigmoid, wrong) : errorFrom(() => sigmoid(wrong.x as ElementArray, wrong.out as ElementArray));
}

function argumentsWith(mistake: Exclude<Mistaken['mistake'], 'alloc of an unknown type'>, arrays: Arrays): Wrong {
  const { elements, x, out, other } = arrays;
  switch (mistake) {
    case 'x an Array':
      return { x: [...x], out };
    case 'x an Int32Array':
      return { x: new Int32Array(LENGTH), out };
    case 'x a BigInt64Array':
      return { x: new BigInt64Array(LENGTH), out };
    case 'x a DataView':
      return { x: new DataView(x.buffer), out };
    case 'x a Proxy':
      return { x: new Proxy(x, {}), out };
    case 'x of the other type':
      return { x: other, out };
    case 'x undefined':
      return { x: undefined, out };
    case 'x detached':
      return { x: detached(elements), out };
    case 'x out of bounds':
      return { x: outOfBounds(elements, LENGTH), out };
    case 'x tracking out of bounds':
      return { x: outOfBounds(elements), out };
    case 'out an Array':
      return { x, out: [...out] };
    case 'out an Int32Array':
      return { x, out: new Int32Array(LENGTH) };
    case 'out a Proxy':
      return { x, out: new Proxy(out, {}) };
    case 'out of the other type':
      return { x, out: other };
    case 'out null':
      return { x, out: null };
    case 'out detached':
      return { x, out: detached(elements) };
    case 'out out of bounds':
      return { x, out: outOfBounds(elements, LENGTH) };
    case 'out too short':
      return { x, out: out.subarray(1) };
    case 'out too long':
      return { x: x.subarray(1), out };
    case 'options as out':
      return { x, out: {} };
    case 'signal a number':
      return { x, out, options: { signal: 1 } };
    case 'onProgress a string':
      return { x, out, options: { onProgress: 'often' } };
    case 'an unknown option':
      return { x, out, options: { onprogress: () => undefined } };
  }
}

async function rejectionOf(sigmoid: Sigmoid, { x, out, options }: Wrong): Promise<unknown> {
  let promise: Promise<unknown> | undefined;
  const thrown = errorFrom(() => {
    promise = sigmoid.async(x as ElementArray, out as ElementArray, options as AsyncOptions);
  });
  if (thrown !== undefined) return new Error(`thrown, where the promise was to reject: ${String(thrown)}`);
  return promise?.then(
    () => undefined,
    (error) => error,
  );
}

function errorFrom(body: () => unknown): unknown {
  try {
    body();
    return undefined;
  } catch (error) {
    return error;
  }
}

function detached(elements: Elements): ElementArray {
  const array = elements.zeros(LENGTH);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** A view of a buffer that has been shrunk below its beginning, of fixed length or not. */
function outOfBounds({ bytes, over }: Elements, length?: number): ElementArray {
  const buffer = new ArrayBuffer(bytes * (LENGTH + 1), { maxByteLength: 800 });
  const array = over(buffer, bytes, length);
  buffer.resize(0);
  return array;
}
