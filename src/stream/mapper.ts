/** Maps chunks to chunks: what both kinds of streams do, whatever host they are of. */
import { littleEndian, reverseElements } from './byte-order.ts';
import type { Chunk, ElementArray, ElementFunction, ElementTypeName, StreamOptions } from './types.ts';

const ARRAYS = { float64: Float64Array, float32: Float32Array } as const;

export interface Mapper {
  /**
   * The results of a chunk: an array of elements for an array of elements, else bytes, of all elements that are whole by now.
   *
   * @throws TypeError if the chunk is neither bytes nor such an array
   */
  map(chunk: Chunk): Uint8Array | ElementArray | undefined;
  /** @throws RangeError if the bytes ended within an element */
  end(): void;
}

/** @throws TypeError or RangeError for a wrong argument */
export function createMapper(f: ElementFunction, options: StreamOptions = {}): Mapper {
  if (typeof f !== 'function') throw new TypeError(`"f" expected a function such as sigmoid, got ${typeof f}`);
  const { from = 'float64', to } = requireStreamOptions(options);
  const size = ARRAYS[from].BYTES_PER_ELEMENT;
  /** The first bytes of an element whose others have not come yet. */
  const rest = new Uint8Array(size);
  let pending = 0;

  /** Whole elements, in memory of their own. */
  function elementsOf(bytes: Uint8Array): ElementArray {
    const total = pending + bytes.length;
    const whole = total - (total % size);
    const joined = new Uint8Array(whole);
    if (whole > 0) {
      joined.set(rest.subarray(0, pending));
      joined.set(bytes.subarray(0, whole - pending), pending);
      bytes = bytes.subarray(whole - pending);
      pending = 0;
    }
    rest.set(bytes, pending);
    pending += bytes.length;
    if (!littleEndian) reverseElements(joined, size);
    return new ARRAYS[from](joined.buffer);
  }

  return {
    map(chunk) {
      const type = elementTypeOf(chunk);
      if (type !== undefined) {
        if (pending > 0) throw new TypeError('the chunk expected bytes, of which the last element lacks some; got an array');
        return compute(f, (chunk as ElementArray).slice(), to ?? type);
      }
      const elements = elementsOf(bytesOf(chunk));
      if (elements.length === 0) return undefined;
      const results = compute(f, elements, to ?? from);
      const bytes = new Uint8Array(results.buffer, results.byteOffset, results.byteLength);
      if (!littleEndian) reverseElements(bytes, results.BYTES_PER_ELEMENT);
      return bytes;
    },
    end() {
      if (pending === 0) return;
      throw new RangeError(`the input ends within an element: ${pending} of the ${size} bytes of a ${from} are there`);
    },
  };
}

/** The results, in the array itself if it has their type. */
function compute(f: ElementFunction, elements: ElementArray, to: ElementTypeName): ElementArray {
  const from = elementTypeOf(elements);
  // Over doubles if the types differ: they hold every float32, so that nothing is lost before the end.
  const doubles = from === to || from === 'float64' ? elements : new Float64Array(elements);
  const returned = f(doubles as Float64Array, doubles as Float64Array);
  // The results of `sigmoid.async` would not be there yet.
  if (typeof (returned as Partial<PromiseLike<unknown>> | undefined)?.then === 'function') {
    throw new TypeError(
      '"f" expected a function that has computed when it returns, such as sigmoid, got one that returns a promise',
    );
  }
  return from === 'float64' && to === 'float32' ? new Float32Array(doubles) : doubles;
}

const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice('[object '.length, -1);

/** By what it is, in whichever realm it was made. */
function elementTypeOf(chunk: unknown): ElementTypeName | undefined {
  const kind = kindOf(chunk);
  return kind === 'Float64Array' ? 'float64' : kind === 'Float32Array' ? 'float32' : undefined;
}

function bytesOf(chunk: Chunk): Uint8Array {
  const kind = kindOf(chunk);
  if (kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer') return new Uint8Array(chunk as ArrayBuffer);
  if (kind === 'Uint8Array' || kind === 'DataView') {
    const { buffer, byteOffset, byteLength } = chunk as ArrayBufferView;
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  const got = typeof chunk === 'string' ? 'a string' : kind;
  throw new TypeError(`the chunk expected bytes, a Float64Array or a Float32Array, got ${got}`);
}

function requireStreamOptions(options: StreamOptions): StreamOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`"options" expected an object, got ${options}`);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (name !== 'from' && name !== 'to') throw new TypeError(`unknown option "${name}"; there are from, to`);
    if (typeof value !== 'string') throw new TypeError(`"${name}" expected 'float64' or 'float32', got a ${typeof value}`);
    if (!Object.hasOwn(ARRAYS, value)) throw new RangeError(`"${name}" expected 'float64' or 'float32', got '${value}'`);
  }
  return options;
}
