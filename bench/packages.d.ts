/**
 * What the benchmarks call of packages that bench/peers and bench/chart install for themselves: types are checked without them.
 */

declare module '@stdlib/math-base-special-expit' {
  export default function expit(x: number): number;
}

declare module '@stdlib/math-base-special-log1pexp' {
  export default function log1pexp(x: number): number;
}

declare module '@stdlib/math-base-special-logit' {
  export default function logit(p: number): number;
}

declare module '@tensorflow/tfjs-backend-wasm' {
  export function setWasmPaths(folder: string): void;
}

declare module '@tensorflow/tfjs-core' {
  export interface Tensor {
    dataSync(): Float32Array<ArrayBuffer>;
    dispose(): void;
  }
  export function setBackend(name: string): Promise<boolean>;
  export function tensor1d(values: Float32Array): Tensor;
  export function tidy<Result>(compute: () => Result): Result;
  export function sigmoid(x: Tensor): Tensor;
  export function softplus(x: Tensor): Tensor;
  export function logSigmoid(x: Tensor): Tensor;
  export function log(x: Tensor): Tensor;
  export function sub(x: number, y: Tensor): Tensor;
  export function mul(x: Tensor, y: Tensor): Tensor;
  export function div(x: Tensor, y: Tensor): Tensor;
}

declare module 'numpy-ts' {
  export interface NDArray {
    readonly data: Float64Array | Float32Array;
    dispose(): void;
  }
  export function array(values: Float64Array | Float32Array, type: 'float64' | 'float32'): NDArray;
  export function negative(x: NDArray): NDArray;
  export function exp(x: NDArray): NDArray;
  export function add(x: NDArray, y: number): NDArray;
  export function reciprocal(x: NDArray): NDArray;
  export function log(x: NDArray): NDArray;
  export function logaddexp(x: NDArray, y: number): NDArray;
  export function multiply(x: NDArray, y: NDArray): NDArray;
  export function divide(x: NDArray, y: NDArray): NDArray;
}

declare module 'onnxruntime-web' {
  export const env: { wasm: { numThreads: number } };
  export class Tensor {
    constructor(type: 'float64' | 'float32', data: Float64Array | Float32Array, dimensions: number[]);
    readonly data: Float64Array | Float32Array;
  }
  export class InferenceSession {
    static create(model: Uint8Array, options: { executionProviders: string[] }): Promise<InferenceSession>;
    run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  }
}

declare module 'vega' {
  export function parse(specification: object): object;
  export class View {
    constructor(runtime: object, options: { renderer: 'none' });
    toSVG(): Promise<string>;
  }
}

declare module 'vega-lite' {
  export function compile(specification: object): { spec: object };
}
