/** Random programs. The same seed and features give the same program. */
import { OTHERS } from '../support/functions.ts';
import { createDice, type Dice } from './dice.ts';
import { elementsOf } from './elements.ts';
import {
  type Arguments,
  ASYNC_MISTAKES,
  type BufferChoice,
  type ElementChoice,
  type Feature,
  type FunctionChoice,
  type InstanceSpec,
  type MemoryKind,
  type MemorySpec,
  MISTAKES,
  type Operation,
  type Place,
  type Program,
  type ProgressAction,
  type Source,
  SYNC_MISTAKES,
} from './programs.ts';

/** Elements of the memories of a program, how often such a program is made, and what it needs. */
const SIZES: readonly { readonly length: number; readonly weight: number; readonly feature?: Feature }[] = [
  { length: 100, weight: 45 },
  { length: 1000, weight: 15 },
  { length: 40_000, weight: 34, feature: 'medium' },
  { length: 200_000, weight: 5, feature: 'large' },
  { length: 640_000, weight: 2, feature: 'huge' },
];

/** Lengths beside which something changes in the package. */
const THRESHOLDS = [64, 1024, 8192, 16384, 32768, 65536, 131072, 524288];

export function generate(seed: number, features: ReadonlySet<Feature>): Program {
  const dice = createDice(seed, features);
  const instances = named('instance', 1 + dice.below(3), () => someInstance(dice));
  const size = someSize(dice, features);
  const memories = named('memory', 2 + dice.below(5), () => someMemory(dice, size, Object.keys(instances)));
  const count = 4 + dice.below(28);
  const operations: Operation[] = [];
  while (operations.length < count) {
    const operation = someOperation(dice, { instances, memories, operations }, features);
    operations.push(operation);
    if (operation.kind === 'async') operations.push(...someInterruption(dice, operation, memories));
  }
  return {
    ...(dice.percent(70, 'hasty') && { hasty: true }),
    instances,
    memories,
    operations: features.has('concurrent') ? operations : operations.flatMap(oneCallAtATime),
  };
}

function oneCallAtATime(operation: Operation): Operation[] {
  return operation.kind === 'async' ? [{ kind: 'settle' }, operation] : [operation];
}

function named<T>(name: string, count: number, make: () => T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name} ${i + 1}`, make()]));
}

function someInstance(dice: Dice): InstanceSpec {
  return {
    backend: dice.pick(['shared', 'shared', 'shared', 'unshared', 'unshared', 'ts', 'ts', 'entry ts']),
    rounding: dice.pick(['faithful', 'faithful', 'correct']),
    threads: 1 + dice.below(3),
  };
}

function someSize(dice: Dice, features: ReadonlySet<Feature>): number {
  const sizes = SIZES.filter(({ feature }) => feature === undefined || features.has(feature));
  return dice.pickByWeight(sizes).length;
}

function someMemory(dice: Dice, size: number, instances: readonly string[]): MemorySpec {
  const kind = dice.pick(['alloc', 'alloc', 'plain', 'resizable', 'shared', 'growable', 'wasm'] as const);
  const length = Math.ceil(size * (0.5 + dice.below(100) / 100));
  const type = someType(dice, 35);
  if (kind !== 'alloc') return { kind, length, ...type };
  const instance = dice.pick(instances);
  return { kind, length, ...type, instance, ...(dice.percent(30, 'collect') && { cloneOnly: true }) };
}

/** Of float32 in so many of 100 cases. */
function someType(dice: Dice, share: number): ElementChoice {
  return dice.percent(share, 'float32') ? { type: 'float32' } : {};
}

/** Each kind of operation, how often it is made, and the feature it belongs to. */
const KINDS: readonly { readonly kind: Operation['kind']; readonly weight: number; readonly feature?: Feature }[] = [
  { kind: 'number', weight: 2, feature: 'numbers' },
  { kind: 'sync', weight: 20 },
  { kind: 'async', weight: 36 },
  { kind: 'mistake', weight: 4, feature: 'mistakes' },
  { kind: 'fill', weight: 8 },
  { kind: 'abort', weight: 4, feature: 'abort' },
  { kind: 'grow', weight: 2, feature: 'grow' },
  { kind: 'shrink', weight: 2, feature: 'shrink' },
  { kind: 'detach', weight: 1, feature: 'detach' },
  { kind: 'close', weight: 1, feature: 'close' },
  { kind: 'kill', weight: 3, feature: 'kill' },
  { kind: 'collect', weight: 2, feature: 'collect' },
  { kind: 'turn', weight: 6 },
  { kind: 'settle', weight: 12 },
];

function someOperation(dice: Dice, program: Program, features: ReadonlySet<Feature>): Operation {
  const kinds = KINDS.filter(({ feature }) => feature === undefined || features.has(feature));
  const { kind } = dice.pickByWeight(kinds);
  const instance = dice.pick(Object.keys(program.instances));
  const memory = dice.pick(Object.keys(program.memories));
  switch (kind) {
    case 'number':
      return { kind, instance, ...someFunction(dice), point: dice.below(100_000) };
    case 'sync':
      return { kind, ...someArguments(dice, program, instance) };
    case 'async':
      return { kind, ...someArguments(dice, program, instance), ...someOptions(dice) };
    case 'mistake':
      return { kind, instance, ...someMistake(dice), ...someType(dice, 50) };
    case 'fill':
      return { kind, memory, point: dice.below(100_000), ...someType(dice, 50) };
    case 'abort':
      return { kind, call: dice.below(4) };
    case 'grow':
    case 'shrink':
      return { kind, memory, percent: 1 + dice.below(kind === 'grow' ? 30 : 100) };
    case 'detach':
      return { kind, memory };
    case 'close':
      return { kind, instance };
    case 'kill':
      return { kind, worker: dice.below(4) };
    case 'collect':
      return { kind, ...someAllocation(dice, program) };
    case 'turn':
      return { kind, milliseconds: dice.pick([0, 0, 0, 1, 3]) };
    case 'settle':
      return { kind };
  }
}

/** What can happen to the memory of a kind while a call runs. */
const INTERRUPTIONS: Readonly<Partial<Record<MemoryKind, readonly ('grow' | 'shrink' | 'detach')[]>>> = {
  plain: ['detach'],
  resizable: ['grow', 'shrink', 'shrink', 'detach'],
  growable: ['grow'],
  wasm: ['grow'],
};

function someMistake(dice: Dice): Pick<Extract<Operation, { kind: 'mistake' }>, 'mistake' | 'async'> {
  if (dice.percent(40)) return { mistake: dice.pick([...MISTAKES, ...SYNC_MISTAKES]) };
  return { mistake: dice.pick([...MISTAKES, ...ASYNC_MISTAKES]), async: true };
}

/** Sometimes something that happens to a memory of this call, at once or a turn later, or to a worker. */
function someInterruption(dice: Dice, { x, out = 'x' }: Arguments, memories: Program['memories']): Operation[] {
  if (dice.percent(3, 'kill')) return [{ kind: 'kill', worker: dice.below(4) }];
  const memory = out === 'x' || dice.percent(50) ? x.memory : out.memory;
  const kind = dice.pick(INTERRUPTIONS[memories[memory]?.kind as MemoryKind] ?? []);
  if (kind === undefined || !dice.percent(50, kind)) return [];
  const percent = dice.percent(50) ? 1 : 1 + dice.below(kind === 'grow' ? 30 : 100);
  return [
    ...(dice.percent(50) ? [{ kind: 'turn', milliseconds: 0 } as const] : []),
    kind === 'detach' ? { kind, memory } : { kind, memory, percent },
  ];
}

/** Such as was made, so that it would have the same place if that were free. */
function someAllocation(dice: Dice, { instances, memories }: Program): { instance: string; length: number } & ElementChoice {
  const allocated = Object.values(memories).filter(({ kind }) => kind === 'alloc');
  if (allocated.length === 0) return { instance: dice.pick(Object.keys(instances)), length: 100 };
  const { instance, length, type } = dice.pick(allocated);
  return { instance: instance as string, length, ...(type && { type }) };
}

function someArguments(dice: Dice, program: Program, instance: string): Arguments {
  const names = Object.keys(program.memories);
  const memory = dice.pick(names);
  const type = someType(dice, 50);
  const length = someLength(dice, roomFor(type, memory, program));
  const x = { ...somePlace(dice, memory, program, type), length, ...type };
  const out = someOut(dice, program, x);
  return { instance, ...someFunction(dice), x, ...(out && { out }) };
}

function someFunction(dice: Dice): FunctionChoice {
  const of = dice.pick(OTHERS).name;
  return dice.percent(60, 'functions') ? { of } : {};
}

function someOut(dice: Dice, program: Program, x: Source): Place | 'x' | undefined {
  const { memory } = x;
  if (dice.percent(12)) return undefined;
  if (dice.percent(15)) return 'x';
  if (dice.percent(25, 'aliases')) return { ...somePlace(dice, memory, program, x), offset: x.offset };
  if (dice.percent(30, 'overlap')) {
    const shift = dice.pick([1, 1, 2, 3, 8, 64, 1 + dice.below(1 + x.length)]) * dice.pick([1, -1]);
    return { ...somePlace(dice, memory, program, x), offset: Math.max(0, x.offset + shift) };
  }
  const others = Object.keys(program.memories).filter((name) => name !== memory);
  return somePlace(dice, dice.pick(others), program, x);
}

function somePlace(dice: Dice, memory: string, program: Program, type: ElementChoice): Place {
  const length = roomFor(type, memory, program);
  const buffer = dice.pick<BufferChoice>(['clone', 'message', 'older']);
  return {
    memory,
    // Few of them, so that calls often want the same elements.
    offset: dice.pick([0, 0, 1, 2, 7, 8, Math.floor(length / 4), dice.below(length + 1)]),
    ...(dice.percent(35, 'aliases') && { buffer }),
    ...(dice.percent(25, 'tracking') && { tracking: true as const }),
    ...(dice.percent(8, 'hostile') && { hostile: true as const }),
  };
}

/** Elements of a type that the memory has at first. */
function roomFor(type: ElementChoice, memory: string, { memories }: Program): number {
  const { length, ...own } = memories[memory] as MemorySpec;
  return Math.floor((length * elementsOf(own).bytes) / elementsOf(type).bytes);
}

function someLength(dice: Dice, most: number): number {
  const near = THRESHOLDS.filter((threshold) => threshold < most);
  if (near.length > 0 && dice.percent(30)) {
    // The greatest are what a memory of this size is for.
    const threshold = dice.percent(60) ? near.at(-1) : dice.pick(near);
    return (threshold as number) + dice.pick([-1, 0, 1, 2]);
  }
  return dice.percent(50) ? dice.below(most + 1) : dice.below(Math.min(most, 20) + 1);
}

function someOptions(dice: Dice): Partial<Extract<Operation, { kind: 'async' }>> {
  const signal = dice.pick(['before', 'behind', 'later', 'later', 'later'] as const);
  const action = dice.pick<ProgressAction>(['throw', 'sync', 'sync', 'async', 'async', 'abort', 'close']);
  const signalled = dice.percent(30, 'abort');
  return {
    ...(signalled && { signal, ...(dice.percent(30, 'lookalikes') && { lookalike: true }) }),
    ...(dice.percent(15) ? { progress: 'none' } : dice.percent(12, 'callbacks') && { progress: action }),
  };
}
