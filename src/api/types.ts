/// <reference lib="esnext.disposable" preserve="true" />

/** A new array over an ordinary ArrayBuffer; in TypeScript before 5.7 simply `Float64Array`. */
export type NewFloat64Array = ReturnType<Float64ArrayConstructor['of']>;
/** The same for `Float32Array`. */
export type NewFloat32Array = ReturnType<Float32ArrayConstructor['of']>;

/** The types of elements, by their usual names. */
export type ElementTypeName = 'float64' | 'float32';

/** See `SigmoidOptions.rounding`. */
export type Rounding = 'faithful' | 'correct';

/** The options of `createSigmoid` and `createLogistic`. */
export interface SigmoidOptions {
  /**
   * What computes. `'auto'` (default): WebAssembly, or TypeScript where that is missing or forbidden. `'wasm'`: throws where
   * it can't. `'ts'`: never touches `WebAssembly`. Both return the same bits.
   */
  readonly backend?: 'auto' | 'wasm' | 'ts' | undefined;
  /**
   * `'faithful'` (default): within 0.53 ULP of the exact value, 1 ULP where the result is subnormal. `'correct'`: the double
   * nearest to the exact value, ties to even, for every double; slower. It is for `sigmoid` alone.
   */
  readonly rounding?: Rounding | undefined;
  /** Threads for `async`, a positive integer: by default the machine's parallelism, or 1 where memory can't be shared. */
  readonly threads?: number | undefined;
  /**
   * The compiled `sigmoid-wasm/kernel.wasm`, a `WebAssembly.Module`, for hosts that forbid compiling from bytes. (Compilers
   * without the DOM's types, as for Node, know no such name.)
   */
  readonly module?: object | undefined;
  /** Where the script `sigmoid-wasm/worker` is, for hosts that forbid workers from inlined source: a URL, or in Node a path. */
  readonly workerUrl?: string | ScriptUrl | undefined;
}

/** A `URL`, or a `TrustedScriptURL` for pages that require trusted types. */
export interface ScriptUrl {
  toJSON(): string;
}

export interface AsyncOptions {
  /** Stops the work; the promise rejects with `signal.reason`. */
  readonly signal?: Signal | undefined;
  /** Called now and then with elements done of elements in all; rises, and ends at `total`. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What ends a call early: an `AbortSignal`, or any other object with these members. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener?(type: 'abort', listener: () => void): void;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What an instance got, as plain data. */
export interface LogisticInfo {
  readonly backend: 'wasm' | 'ts';
  /** Threads that `async` computes on. */
  readonly threads: number;
  /** Whether `alloc` gives arrays over a SharedArrayBuffer. */
  readonly shared: boolean;
  readonly rounding: Rounding;
  /** For each thing asked for and not given, why, in words to act on. */
  readonly reasons: readonly string[];
}

/**
 * A function over numbers and arrays: `sigmoid`, or one that stands next to it.
 *
 * The result is within 0.53 ULP of the exact value (0.55 for σ′) for every double whose result is normal, within 1 ULP where it is
 * subnormal; `sigmoid` with `rounding: 'correct'` gives the double nearest to it. Over Float32Arrays it is the float32 nearest to
 * the exact value, for each of the 2^32 inputs. The same bits on every engine, backend, length and alignment.
 *
 * Arrays may be views into any ArrayBuffer or SharedArrayBuffer, at any offset, from any realm. They are never detached, and
 * only `out` is written. Wrong kinds throw TypeError and wrong values RangeError, before anything is written.
 */
export interface LogisticFunction {
  /** The function of each element, in a new array of the same length. */
  (x: Float64Array): NewFloat64Array;
  (x: Float32Array): NewFloat32Array;
  /**
   * The function of each element of `x`, written into `out`, an array of the same type and length, which is returned. `out` may be `x`, or
   * overlap it: the result is as if `x` had been read whole first.
   *
   * @throws TypeError if the types differ; RangeError if the lengths do
   */
  <Out extends Float64Array>(x: Float64Array, out: Out): Out;
  <Out extends Float32Array>(x: Float32Array, out: Out): Out;
  <Both extends Float64Array | Float32Array>(x: Both, out: Both): Both;
  /** The function of one number. Further arguments are ignored, so that `numbers.map(sigmoid)` works. */
  (x: number): number;
  (x: Float64Array | Float32Array): NewFloat64Array | NewFloat32Array;
  (x: number | Float64Array | Float32Array): number | NewFloat64Array | NewFloat32Array;
  // Once more, since TypeScript infers what a callback returns from the last form.
  (x: number): number;
  /**
   * The same result without blocking the calling thread. Neither array may be changed until the promise is settled; after an
   * abort, `out` holds some results and some of its former elements.
   */
  async(x: Float64Array, out?: undefined, options?: AsyncOptions): Promise<NewFloat64Array>;
  async(x: Float32Array, out?: undefined, options?: AsyncOptions): Promise<NewFloat32Array>;
  async<Out extends Float64Array>(x: Float64Array, out: Out, options?: AsyncOptions): Promise<Out>;
  async<Out extends Float32Array>(x: Float32Array, out: Out, options?: AsyncOptions): Promise<Out>;
  async<Both extends Float64Array | Float32Array>(x: Both, out: Both, options?: AsyncOptions): Promise<Both>;
  async(x: Float64Array | Float32Array, out?: undefined, options?: AsyncOptions): Promise<NewFloat64Array | NewFloat32Array>;
  /**
   * A zeroed array of `length` elements of a type, float64 if none is given, that the kernel reaches without a copy. It never
   * detaches. Its memory is safe for as long as any thread holds it, by this array, a view, a clone or a copy that came in a
   * message, and returns to the system afterwards. x and out of a call are fastest when they are allocated one after the other:
   * then they lie in one arena, which is the `buffer` of both, so that whoever gets one can reach the other. Where there is no
   * kernel memory for it, and beyond 4 GiB, an array is an ordinary one.
   *
   * @throws TypeError if `length` or `type` is of the wrong kind; RangeError if `length` is not a non-negative integer, there is
   * no such type, or there is no memory for the array
   */
  alloc(length: number, type?: 'float64' | undefined): Float64Array;
  alloc(length: number, type: 'float32'): Float32Array;
  alloc(length: number, type?: ElementTypeName | undefined): Float64Array | Float32Array;
  /** What this instance got. */
  readonly info: LogisticInfo;
  /**
   * Ends the instance, its threads and all functions that share them; later calls throw, and calls of `async` that run on
   * threads reject. Arrays of `alloc` stay valid. A program that never calls it ends all the same.
   */
  close(): void;
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** σ, alone. */
export type Sigmoid = LogisticFunction;
export type SigmoidInfo = LogisticInfo;
export type LogisticOptions = SigmoidOptions;

/** All functions, on one memory and one pool of threads. */
export interface Logistic
  extends Pick<LogisticFunction, 'alloc' | 'info' | 'close' | typeof Symbol.dispose | typeof Symbol.asyncDispose> {
  /** σ(x) = 1/(1 + e^-x). σ(NaN) = NaN, σ(−∞) = 0, σ(+∞) = 1. */
  readonly sigmoid: LogisticFunction;
  /** σ′(x) = σ(x)·σ(−x), which is even. 0.25 at 0, 0 at ±∞, NaN of NaN. */
  readonly sigmoidDerivative: LogisticFunction;
  /** log(1 + e^x). ln 2 at 0, 0 at −∞, +∞ at +∞, NaN of NaN. */
  readonly softplus: LogisticFunction;
  /** log σ(x) = −softplus(−x). −∞ at −∞, −0 at +∞, NaN of NaN. */
  readonly logSigmoid: LogisticFunction;
  /** log(p/(1 − p)), the inverse of σ. −∞ at 0 and −0, +∞ at 1, 0 at ½, NaN outside [0, 1] and of NaN. */
  readonly logit: LogisticFunction;
}
