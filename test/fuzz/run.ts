/** Runs programs on instances, and compares what they do with the model. */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { AsyncOptions, Progress, Sigmoid } from 'sigmoid-wasm';
import { alive } from '../support/workers.ts';
import { overlaps, type PlacedArray, type Range, sourceArray, targetArray, touched } from './arrays.ts';
import { Call } from './calls.ts';
import { apply, describe, type Effect, sigma, sigmaOfEach } from './effects.ts';
import { collectGarbage } from './garbage.ts';
import type { Instances } from './instances.ts';
import { Memory, POINTS, zeroedArray } from './memories.ts';
import { commit } from './mistakes.ts';
import type { Arguments, InstanceSpec, MemorySpec, Operation, Program, ProgressAction } from './programs.ts';
import { type Aborter, createAborter } from './signals.ts';

type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;

/** Milliseconds within which all calls have to settle. */
export const LIMIT_MS = 45_000;

const isClosedError = (error: unknown): boolean => error instanceof Error && /closed/.test(error.message);

/** Runs a program to its end. Returns what went wrong, or undefined. */
export async function runProgram(program: Program, instances: Instances, limit = LIMIT_MS): Promise<string | undefined> {
  const run = new Run(program, instances, limit);
  const onRejection = (reason: unknown): void => run.fail(`unhandled rejection: ${String(reason)}`);
  process.on('unhandledRejection', onRejection);
  try {
    return await run.toEnd();
  } finally {
    process.off('unhandledRejection', onRejection);
    instances.sweep();
  }
}

class Run {
  readonly #program: Program;
  readonly #instances: Instances;
  readonly #limit: number;
  readonly #memories = new Map<string, Memory>();
  /** Since all calls were last settled, in the order of the calls. */
  #effects: Effect[] = [];
  #aborters = new Map<Call, Aborter>();
  /** What has to settle besides the calls, and the calls, which don't reject here. */
  #pending: Promise<unknown>[] = [];
  #killed = false;
  /** Index of the operation that runs. */
  #index = 0;
  #failure: string | undefined;

  constructor(program: Program, instances: Instances, limit: number) {
    this.#program = program;
    this.#instances = instances;
    this.#limit = limit;
  }

  async toEnd(): Promise<string | undefined> {
    touched.length = 0;
    for (const operation of [...this.#program.operations, { kind: 'settle' } as const]) {
      // Not awaited where there is nothing to await: one operation shall follow another within one turn.
      const step = this.#step(operation);
      if (step !== undefined) await step;
      if (touched.length > 0) this.fail(`a subclass's ${touched[0]} was used`);
      if (this.#failure !== undefined) return this.#failure;
      this.#index++;
    }
    return undefined;
  }

  /** Notes what went wrong first. */
  fail(what: string, index = this.#index): void {
    const operation = this.#program.operations[index];
    this.#failure ??= `${operation === undefined ? 'at the end' : `operation ${index + 1} (${operation.kind})`}: ${what}`;
  }

  #step(operation: Operation): Promise<void> | undefined {
    switch (operation.kind) {
      case 'number':
        return this.#number(operation);
      case 'sync':
        return this.#sync(operation);
      case 'async':
        return this.#async(operation);
      case 'mistake':
        return this.#mistake(operation);
      case 'fill':
        return this.#fill(operation);
      case 'abort':
        return this.#abort(operation);
      case 'grow':
      case 'shrink':
      case 'detach':
        return this.#resize(operation);
      case 'close':
        return this.#close(operation.instance);
      case 'kill':
        return this.#kill(operation);
      case 'collect':
        return this.#collect(operation);
      case 'turn':
        return operation.milliseconds === 0 ? turn() : sleep(operation.milliseconds);
      case 'settle':
        return this.#settle();
    }
  }

  #spec(name: string): InstanceSpec {
    return this.#program.instances[name] as InstanceSpec;
  }

  #instance(name: string): Sigmoid {
    return this.#instances.get(name, this.#spec(name));
  }

  #isClosed(name: string): boolean {
    return this.#instances.isClosed(name, this.#spec(name));
  }

  /** Opened when it is first used, and again after it was detached. */
  #memory(name: string): Memory {
    const opened = this.#memories.get(name);
    if (opened !== undefined) return opened;
    const spec = this.#program.memories[name] as MemorySpec;
    const { instance } = spec;
    const usable = instance !== undefined && !this.#isClosed(instance);
    const memory = new Memory(usable || spec.kind !== 'alloc' ? spec : { ...spec, kind: 'plain' }, (length) =>
      zeroedArray(this.#instance(instance as string), length),
    );
    memory.fill(1000 * this.#memories.size);
    this.#memories.set(name, memory);
    return memory;
  }

  /** Undefined where `out` is longer than its memory. */
  #arrays({ x, out }: Arguments): { x: PlacedArray; out: PlacedArray | undefined } | undefined {
    const source = sourceArray(x, this.#memory(x.memory));
    if (out === undefined) return { x: source, out };
    const target = out === 'x' ? source : targetArray(out, this.#memory(out.memory), source.range.length);
    return target && { x: source, out: target };
  }

  get #running(): Call[] {
    return this.#effects.flatMap(({ call }) => (call?.isRunning ? [call] : []));
  }

  /** Whether a running call writes what this would use, or uses what this would write. */
  #isDisputed(x: Range, out: Range | undefined): boolean {
    return this.#running.some((call) => {
      const written = call.out !== undefined && (overlaps(x, call.out) || (out !== undefined && overlaps(out, call.out)));
      return written || (out !== undefined && overlaps(out, call.x));
    });
  }

  #number({ instance, point }: Of<'number'>): undefined {
    if (this.#isClosed(instance)) return;
    const x = POINTS[point] as number;
    const y = this.#instance(instance)(x);
    if (!Object.is(y, sigma(x, this.#spec(instance).rounding))) this.fail(`σ(${x}) gave ${y}`);
  }

  #sync(operation: Of<'sync'>): undefined {
    const arrays = this.#arrays(operation);
    if (arrays === undefined || this.#isDisputed(arrays.x.range, arrays.out?.range)) return;
    const { x, out } = arrays;
    const closed = this.#isClosed(operation.instance);
    const sigmoid = this.#instance(operation.instance);
    let result: Float64Array;
    try {
      result = out === undefined ? sigmoid(x.array) : sigmoid(x.array, out.array);
    } catch (error) {
      if (!closed || !isClosedError(error)) this.fail(`threw ${String(error)}`);
      return;
    }
    if (closed) this.fail('a closed instance computed');
    if (out !== undefined && result !== out.array) this.fail('returned another array than "out"');
    if (out === undefined && !(result.buffer instanceof ArrayBuffer))
      this.fail('returned an array over no ordinary ArrayBuffer');
    const { rounding } = this.#spec(operation.instance);
    this.#effects.push({ index: this.#index, rounding, x: x.range, out: out?.range, result });
  }

  #async(operation: Of<'async'>): undefined {
    const arrays = this.#arrays(operation);
    if (arrays === undefined) return;
    const { x, out } = arrays;
    const { instance, signal, progress, lookalike } = operation;
    const call = new Call(x.range, out?.range, out?.array);
    call.reports = progress !== 'none';
    const aborter = signal || progress === 'abort' ? createAborter(lookalike) : undefined;
    if (aborter !== undefined) this.#aborters.set(call, aborter);
    if (signal === 'before') this.#abortCall(call, true);
    if (this.#isClosed(instance)) call.incur('the instance was closed before', isClosedError, true);
    call.writesNothing = signal === 'before' || this.#isClosed(instance);
    if (this.#killed) this.#incurDeath(call);
    const options: AsyncOptions = {
      ...(aborter && { signal: aborter.signal }),
      ...(call.reports && { onProgress: this.#onProgress(call, instance, progress) }),
    };
    this.#effects.push({ index: this.#index, rounding: this.#spec(instance).rounding, x: x.range, out: out?.range, call });
    try {
      this.#pending.push(call.follow(this.#instance(instance).async(x.array, out?.array as Float64Array, options)));
    } catch (error) {
      this.fail(`threw ${String(error)}, where the promise was to reject`);
    }
    if (signal === 'behind') this.#abortCall(call);
  }

  #onProgress(call: Call, instance: string, action: ProgressAction | undefined): (progress: Progress) => void {
    let times = 0;
    return (progress) => {
      call.report(progress);
      if (action !== undefined && times++ === 0) this.#react(call, instance, action);
    };
  }

  /** What `onProgress` does at the first report. */
  #react(call: Call, instance: string, action: ProgressAction): void {
    if (action === 'abort') this.#abortCall(call);
    if (action === 'close') this.#close(instance);
    if (action === 'sync' || action === 'async') this.#callFromCallback(instance, action);
    if (action !== 'throw') return;
    const error = new Error('onProgress throws');
    call.incur('onProgress threw', (other) => other === error, true);
    throw error;
  }

  /** A call with arrays of its own. */
  #callFromCallback(instance: string, kind: 'sync' | 'async'): void {
    if (this.#isClosed(instance)) return;
    const index = this.#index;
    const x = POINTS.slice(0, 100);
    const expected = sigmaOfEach(x, this.#spec(instance).rounding);
    const check = (y: Float64Array): void => {
      if (!Buffer.from(y.buffer).equals(Buffer.from(expected.buffer)))
        this.fail('a call from onProgress gave wrong results', index);
    };
    const sigmoid = this.#instance(instance);
    if (kind === 'sync') check(sigmoid(x));
    else {
      const onError = (error: unknown): void => {
        if (!this.#isClosed(instance)) this.fail(`a call from onProgress rejected with ${String(error)}`, index);
      };
      this.#pending.push(sigmoid.async(x).then(check).catch(onError));
    }
  }

  #mistake({ instance, mistake, async: isAsync }: Of<'mistake'>): Promise<void> | undefined {
    if (this.#isClosed(instance)) return undefined;
    return commit(mistake, this.#instance(instance), isAsync === true).then((what) => {
      if (what !== undefined) this.fail(what);
    });
  }

  #fill({ memory: name, point }: Of<'fill'>): undefined {
    const memory = this.#memory(name);
    const isUsed = this.#effects.some(({ x, out }) => x.memory === memory || out?.memory === memory);
    if (!isUsed && !memory.isDetached) memory.fill(point);
  }

  #abort({ call: number }: Of<'abort'>): undefined {
    const calls = this.#running.filter((call) => this.#aborters.get(call)?.signal.aborted === false);
    const call = calls[number % calls.length];
    if (call !== undefined) this.#abortCall(call);
  }

  #abortCall(call: Call, binding?: boolean): void {
    const reason = new Error('aborted by the program');
    call.incur('it was aborted', (error) => error === reason, binding);
    this.#aborters.get(call)?.abort(reason);
  }

  #resize(operation: Of<'grow' | 'shrink' | 'detach'>): undefined {
    const memory = this.#memory(operation.memory);
    const { grows, shrinks } = memory.growsAndShrinks;
    if (memory.isDetached) return;
    if (operation.kind === 'detach' && memory.detaches) memory.detach();
    if (operation.kind === 'grow' && grows && !memory.hasShrunk) memory.grow(operation.percent);
    if (operation.kind === 'shrink' && shrinks) memory.shrink(operation.percent);
    for (const call of this.#running) call.noticeGone();
  }

  #close(name: string): undefined {
    const rounding = this.#spec(name);
    for (const { index, call } of this.#effects) {
      const operation = this.#program.operations[index];
      if (operation?.kind === 'async' && operation.instance === name)
        call?.incur('the instance was closed', isClosedError, false);
    }
    this.#pending.push(this.#instances.close(name, rounding));
  }

  #kill({ worker: number }: Of<'kill'>): undefined {
    const worker = [...alive][number % alive.size];
    if (worker === undefined) return;
    this.#killed = true;
    for (const call of this.#running) this.#incurDeath(call);
    this.#pending.push(worker.terminate());
  }

  /** A worker has died that may have been at work on it. What was computed in place can't be computed again. */
  #incurDeath(call: Call): void {
    const { x, out } = call;
    if (out !== undefined && overlaps(x, out)) call.incur('a worker died', (error) => error instanceof Error, false);
  }

  /** Lets memory return that nothing holds, and writes over what can be had of it. */
  async #collect({ instance, length }: Of<'collect'>): Promise<void> {
    await collectGarbage();
    if (this.#isClosed(instance)) return;
    for (let i = 0; i < 3; i++) zeroedArray(this.#instance(instance), length).fill(0.125);
  }

  async #settle(): Promise<void> {
    if (!(await this.#settlesInTime())) return;
    for (const { index, call } of this.#effects) {
      const verdict = call?.verdict();
      if (verdict !== undefined) this.fail(verdict, index);
      const aborter = call && this.#aborters.get(call);
      if (aborter && !aborter.signal.aborted && aborter.listeners() > 0) this.fail('left a listener at the signal', index);
    }
    if (this.#failure !== undefined) return;
    for (const effect of this.#effects) {
      const wrong = apply(effect);
      if (wrong !== undefined) this.fail(wrong, effect.index);
    }
    this.#compareMemories();
    this.#effects = [];
    this.#aborters = new Map();
    this.#killed = false;
  }

  async #settlesInTime(): Promise<boolean> {
    while (this.#pending.length > 0) {
      const over = new AbortController();
      const batch = this.#pending.splice(0);
      const timeout = sleep(this.#limit, 'late', { signal: over.signal });
      if ((await Promise.race([Promise.all(batch), timeout])) === 'late') {
        const unsettled = this.#effects.find(({ call }) => call?.isRunning);
        this.fail(`did not settle within ${this.#limit} ms`, unsettled?.index);
        return false;
      }
      over.abort();
    }
    // Rejections that nobody handles are told then.
    await turn();
    return true;
  }

  #compareMemories(): void {
    for (const [name, memory] of this.#memories) {
      if (memory.isDetached) {
        this.#memories.delete(name);
        continue;
      }
      if (memory.hasShrunk) memory.contents.resize(memory.length);
      memory.hasShrunk = false;
      const difference = memory.contents.compare(memory.elements());
      if (difference !== undefined) this.fail(`then ${name} ${describe(difference)}`);
    }
  }
}
