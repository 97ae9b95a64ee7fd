/** What a program is: operations on instances and memories, as plain data, so that it can be printed, shrunk and run again. */

import type { FunctionName } from '../support/function-points.ts';

/** What a program may contain. Each of these can be run alone, as in `FUZZ_FEATURES=aliases,overlap`. */
export const FEATURES = [
  'numbers',
  /** Other functions than σ, on the same memory and threads. */
  'functions',
  /** Several buffer objects of one memory. */
  'aliases',
  /** x and out have bytes in common, without beginning at the same. */
  'overlap',
  /** Views whose length follows that of their buffer. */
  'tracking',
  /** Arrays of float32, over the same memories as those of float64. */
  'float32',
  /** Subclasses of the typed arrays whose members throw. */
  'hostile',
  /** Wrong arguments. */
  'mistakes',
  /** Several calls of `async` at once, which may want the same elements. */
  'concurrent',
  /** A clock by which every piece of work takes long, so that calls yield after each, however fast the machine is. */
  'hasty',
  'grow',
  'shrink',
  'detach',
  'abort',
  /** Objects that do what `async` needs of an AbortSignal, and nothing more. */
  'lookalikes',
  /** `onProgress` that throws, calls the instance, aborts the call or closes the instance. */
  'callbacks',
  'close',
  /** Workers that die. */
  'kill',
  /** Arrays of `alloc` that live on in a clone alone, while the memory is used further. */
  'collect',
  /** Lengths that are worth several turns. */
  'medium',
  /** Lengths that are worth several threads. */
  'large',
  /** Lengths that are worth a copy to other threads. */
  'huge',
] as const;

export type Feature = (typeof FEATURES)[number];

export interface InstanceSpec {
  readonly backend: 'shared' | 'unshared' | 'ts' | 'entry ts';
  readonly rounding: 'faithful' | 'correct';
  readonly threads: number;
}

/** Which type the elements are of: by default float64. */
export interface ElementChoice {
  readonly type?: 'float32';
}

export type MemoryKind = 'alloc' | 'plain' | 'resizable' | 'shared' | 'growable' | 'wasm';

export interface MemorySpec extends ElementChoice {
  readonly kind: MemoryKind;
  /** Elements at first. There may be arrays of the other type over it too. */
  readonly length: number;
  /** Whose `alloc` it comes from. */
  readonly instance?: string;
  /** Of an allocated array nothing is kept but a clone of its buffer. */
  readonly cloneOnly?: true;
}

/** Which of the buffer objects that name one memory: by default the present one. */
export type BufferChoice = 'clone' | 'message' | 'older';

export interface Place {
  readonly memory: string;
  /** In elements; less where the memory is too short for it. */
  readonly offset: number;
  readonly buffer?: BufferChoice;
  readonly tracking?: true;
  readonly hostile?: true;
}

/** The array for results is of the same type. */
export interface Source extends Place, ElementChoice {
  /** In elements; less where the memory is shorter. */
  readonly length: number;
}

/** Which function of an instance is called: by default σ. */
export interface FunctionChoice {
  readonly of?: FunctionName;
}

export interface Arguments extends FunctionChoice {
  readonly instance: string;
  readonly x: Source;
  /** By default a new array. */
  readonly out?: Place | 'x';
}

/** What `onProgress` does besides keeping the reports: `none` is a call without it. */
export type ProgressAction = 'none' | 'throw' | 'sync' | 'async' | 'abort' | 'close';

export const MISTAKES = [
  'x an Array',
  'x an Int32Array',
  'x a BigInt64Array',
  'x a DataView',
  'x a Proxy',
  'x of the other type',
  'x undefined',
  'x detached',
  'x out of bounds',
  'x tracking out of bounds',
  'out an Array',
  'out an Int32Array',
  'out a Proxy',
  'out of the other type',
  'out null',
  'out detached',
  'out out of bounds',
  'out too short',
  'out too long',
] as const;
export const SYNC_MISTAKES = ['alloc of an unknown type'] as const;
export const ASYNC_MISTAKES = ['options as out', 'signal a number', 'onProgress a string', 'an unknown option'] as const;
export type Mistake = (typeof MISTAKES | typeof SYNC_MISTAKES | typeof ASYNC_MISTAKES)[number];

export type Operation =
  | ({ readonly kind: 'number'; readonly instance: string; readonly point: number } & FunctionChoice)
  | ({ readonly kind: 'sync' } & Arguments)
  | ({
      readonly kind: 'async';
      /** With a signal, which is aborted before the call, or right behind it; later by the operation `abort`. */
      readonly signal?: 'before' | 'behind' | 'later';
      readonly lookalike?: true;
      readonly progress?: ProgressAction;
    } & Arguments)
  | ({ readonly kind: 'mistake'; readonly instance: string; readonly mistake: Mistake; readonly async?: true } & ElementChoice)
  /** Writes points, from the one of this index on, unless a call may use the memory. */
  | ({ readonly kind: 'fill'; readonly memory: string; readonly point: number } & ElementChoice)
  /** Aborts one of the running calls that have a signal. */
  | { readonly kind: 'abort'; readonly call: number }
  /** By so many percent. */
  | { readonly kind: 'grow' | 'shrink'; readonly memory: string; readonly percent: number }
  | { readonly kind: 'detach'; readonly memory: string }
  | { readonly kind: 'close'; readonly instance: string }
  | { readonly kind: 'kill'; readonly worker: number }
  | ({ readonly kind: 'collect'; readonly instance: string; readonly length: number } & ElementChoice)
  /** Lets the event loop turn, for so many milliseconds. */
  | { readonly kind: 'turn'; readonly milliseconds: number }
  /** Waits for all calls, and compares all memories with the model. */
  | { readonly kind: 'settle' };

export interface Program {
  /** See the feature of this name. */
  readonly hasty?: true;
  readonly instances: Readonly<Record<string, InstanceSpec>>;
  readonly memories: Readonly<Record<string, MemorySpec>>;
  readonly operations: readonly Operation[];
}

/** The program without the instances and memories that nothing in it names. */
export function pruned(program: Program): Program {
  const { instances, memories, operations } = program;
  const inOperations = JSON.stringify(operations);
  const keptMemories = Object.entries(memories).filter(([name]) => inOperations.includes(`"${name}"`));
  const inAll = inOperations + JSON.stringify(keptMemories);
  const keptInstances = Object.entries(instances).filter(([name]) => inAll.includes(`"${name}"`));
  return { ...program, instances: Object.fromEntries(keptInstances), memories: Object.fromEntries(keptMemories) };
}

/** One line for each instance, memory and operation; JSON, so that it can be run again. */
export function print({ hasty, instances, memories, operations }: Program): string {
  const entries = (record: object): string =>
    Object.entries(record)
      .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(',\n');
  const lines = operations.map((operation) => `    ${JSON.stringify(operation)}`).join(',\n');
  return `{${hasty ? '\n  "hasty": true,' : ''}
  "instances": {\n${entries(instances)}\n  },
  "memories": {\n${entries(memories)}\n  },
  "operations": [\n${lines}\n  ]
}`;
}
