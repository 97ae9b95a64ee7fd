/** What is computed, as data: the runtime knows kernels by this description alone. */
import type { ElementArray, ElementType } from './elements.ts';

/** One function of a binary over arrays of one type. Plain data, so that it survives `postMessage`. */
export interface Kernel {
  /** Names the kernel among all, in the form `function/variant/type`. */
  readonly id: string;
  /** Names the binary that holds it. */
  readonly binary: string;
  readonly elementType: ElementType;
  /** Names of the binary's exports. */
  readonly exports: {
    /** Writes the kernel's tables to their place in memory, once per memory. */
    readonly initialize: string;
    /** Computes `target[i]` from `source[i]`: see `LoadedKernel.run`. */
    readonly run: string;
    /** Addresses of where its tables begin, and of what is behind them. */
    readonly tables: readonly [begin: string, end: string];
  };
  /** Up to this length one thread is faster than several. */
  readonly worthWorkers: number;
}

/** The same function in TypeScript, with the same bits. */
export interface Fallback {
  /** Computes out[i] from x[i]. The arrays have one length, and are the same or do not overlap. */
  into(x: ElementArray, out: ElementArray): void;
  /** Computes one element. */
  of(x: number): number;
}

/** A function as the backends take it: each uses the form that it can run. */
export interface Operation {
  readonly kernel: Kernel;
  readonly fallback: Fallback;
}

/** Functions of the host that binaries call. */
export type HostFunctions = Readonly<Record<string, (x: number) => number>>;

/** A kernel and the binary that it names. */
export interface KernelInBinary {
  readonly kernel: Kernel;
  readonly binary: Binary;
}

/** The WebAssembly of some kernels. All binaries have one layout of memory. */
export interface Binary {
  /** Its bytes in hexadecimal digits. In hex, since gzip finds what repeats there: a sixth smaller, gzipped, than base64. */
  readonly hex: string;
  /** Index of the byte that says whether the imported memory is shared: 1 if it isn't, 3 if it is. */
  readonly sharedFlag: number;
  /** Pages of memory that all binaries keep for themselves: constants, tables, scratch memory and stage. */
  readonly pages: number;
}

/** What runs on all threads. */
export interface Program {
  /** What debuggers call the workers. */
  readonly name: string;
  /** The source of the worker script. */
  readonly workerSource: string;
  readonly hostFunctions: HostFunctions;
}
