/** Calls with wrong arguments: they throw the right error, and write nothing. */
import type { AsyncOptions, Sigmoid } from 'sigmoid-wasm';
import type { Mistake } from './programs.ts';

interface Wrong {
  readonly x: unknown;
  readonly out?: unknown;
  readonly options?: unknown;
}

const LENGTH = 9;

/** Makes the call. Returns what is wrong with its end, or undefined. */
export async function commit(mistake: Mistake, sigmoid: Sigmoid, isAsync: boolean): Promise<string | undefined> {
  const x = new Float64Array(LENGTH).fill(3);
  const out = new Float64Array(LENGTH).fill(5);
  const wrong = argumentsWith(mistake, x, out);
  const expected = mistake === 'out too short' || mistake === 'out too long' ? RangeError : TypeError;
  const error = await errorOf(sigmoid, wrong, isAsync);
  if (!(error instanceof expected)) return `${mistake}: expected a ${expected.name}, got ${String(error)}`;
  const isUnchanged = [x, out].every((array) => array.length === 0 || new Set([...array]).size === 1);
  return isUnchanged ? undefined : `${mistake}: something was written`;
}

function argumentsWith(mistake: Mistake, x: Float64Array, out: Float64Array): Wrong {
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
    case 'x undefined':
      return { x: undefined, out };
    case 'x detached':
      return { x: detached(), out };
    case 'x out of bounds':
      return { x: outOfBounds(LENGTH), out };
    case 'x tracking out of bounds':
      return { x: outOfBounds(undefined), out };
    case 'out an Array':
      return { x, out: [...out] };
    case 'out an Int32Array':
      return { x, out: new Int32Array(LENGTH) };
    case 'out a Proxy':
      return { x, out: new Proxy(out, {}) };
    case 'out null':
      return { x, out: null };
    case 'out detached':
      return { x, out: detached() };
    case 'out out of bounds':
      return { x, out: outOfBounds(LENGTH) };
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

async function errorOf(sigmoid: Sigmoid, { x, out, options }: Wrong, isAsync: boolean): Promise<unknown> {
  const [source, target] = [x as Float64Array, out as Float64Array];
  if (!isAsync) return errorFrom(() => sigmoid(source, target));
  let promise: Promise<unknown> | undefined;
  const thrown = errorFrom(() => {
    promise = sigmoid.async(source, target, options as AsyncOptions);
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

function detached(): Float64Array {
  const array = new Float64Array(LENGTH);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** A view of a buffer that has been shrunk below its beginning, of fixed length or not. */
function outOfBounds(length: number | undefined): Float64Array {
  const buffer = new ArrayBuffer(8 * (LENGTH + 1), { maxByteLength: 800 });
  const array = length === undefined ? new Float64Array(buffer, 8) : new Float64Array(buffer, 8, length);
  buffer.resize(0);
  return array;
}
