/** What a program that runs has: its instances and memories, and the calls since all were last settled. */
import type { LogisticFunction } from 'sigmoid-wasm';
import type { FunctionName } from '../support/function-points.ts';
import { overlaps, type PlacedArray, type Range, sourceArray, targetArray } from './arrays.ts';
import type { Call } from './calls.ts';
import type { Effect } from './effects.ts';
import { elementsOf } from './elements.ts';
import type { Instances } from './instances.ts';
import { Memory, zeroedArray } from './memories.ts';
import type { Arguments, InstanceSpec, MemorySpec, Program } from './programs.ts';
import type { Aborter } from './signals.ts';

export class State {
  readonly program: Program;
  /** Those that were used. */
  readonly memories = new Map<string, Memory>();
  /** In the order of the calls. */
  effects: Effect[] = [];
  aborters = new Map<Call, Aborter>();
  /** What has to settle, calls and others; none of it rejects. */
  pending: Promise<unknown>[] = [];
  /** Whether a worker was killed. */
  killed = false;
  /** Index of the operation that runs. */
  index = 0;
  failure: string | undefined;
  readonly #instances: Instances;

  constructor(program: Program, instances: Instances) {
    this.program = program;
    this.#instances = instances;
  }

  /** Notes what went wrong first. */
  fail(what: string, index = this.index): void {
    const operation = this.program.operations[index];
    this.failure ??= `${operation === undefined ? 'at the end' : `operation ${index + 1} (${operation.kind})`}: ${what}`;
  }

  spec(name: string): InstanceSpec {
    return this.program.instances[name] as InstanceSpec;
  }

  /** A function of an instance, by default σ. */
  instance(name: string, of: FunctionName = 'sigmoid'): LogisticFunction {
    return this.#instances.get(name, this.spec(name))[of];
  }

  isClosed(name: string): boolean {
    return this.#instances.isClosed(name, this.spec(name));
  }

  close(name: string): Promise<void> {
    return this.#instances.close(name, this.spec(name));
  }

  /** Opened when it is first used. */
  memory(name: string): Memory {
    const memory = this.memories.get(name) ?? this.#open(this.program.memories[name] as MemorySpec);
    this.memories.set(name, memory);
    return memory;
  }

  #open(spec: MemorySpec): Memory {
    const { instance } = spec;
    const usable = instance !== undefined && !this.isClosed(instance);
    const memory = new Memory(usable || spec.kind !== 'alloc' ? spec : { ...spec, kind: 'plain' }, (length) =>
      zeroedArray(this.instance(instance as string), elementsOf(spec), length),
    );
    memory.fill(memory.elements, 1000 * this.memories.size);
    return memory;
  }

  /** Undefined where a memory is detached, or too short for `out`. */
  arrays({ x, out }: Arguments): { x: PlacedArray; out: PlacedArray | undefined } | undefined {
    const memory = this.memory(x.memory);
    if (memory.isDetached) return undefined;
    const source = sourceArray(x, memory);
    if (out === undefined) return { x: source, out };
    const target = out === 'x' ? source : targetArray(out, this.memory(out.memory), source.range);
    return target && { x: source, out: target };
  }

  get running(): Call[] {
    return this.effects.flatMap(({ call }) => (call?.isRunning ? [call] : []));
  }

  /** Whether a running call writes what this would use, or uses what this would write. */
  isDisputed(x: Range, out: Range | undefined): boolean {
    return this.running.some((call) => {
      const written = call.out !== undefined && (overlaps(x, call.out) || (out !== undefined && overlaps(out, call.out)));
      return written || (out !== undefined && overlaps(out, call.x));
    });
  }
}
