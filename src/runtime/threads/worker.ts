/** The worker's side: computes what it is sent, and what it finds on the board. It allocates nothing in shared memory. */

import { yieldToEventLoop } from '../event-loop.ts';
import { later, now } from '../host.ts';
import type { HostFunctions, Kernel } from '../kernel.ts';
import { FLUSHES, X } from '../memory/arithmetic.ts';
import { weigh } from '../memory/gc-pressure.ts';
import { computeAt, computeThroughStage, runStaged } from '../memory/staging.ts';
import { createMemory, type LoadedKernel, openWorkspace, type Workspace } from '../memory/workspace.ts';
import { type Board, knownPlace, onSignal, setAttention, setKnownPlace, signalOf, signalWithin } from './board.ts';
import { findJob, generationOf, isOpen, type Job, workOn } from './job.ts';
import { connect } from './parent.ts';
import type { ToWorker } from './protocol.ts';

/** Milliseconds of work between two looks for messages: a new job waits no longer for its first tile. */
const WORK_MS = 1;
/** Milliseconds that a worker without work stays awake for the next. A thread that sleeps may be woken late, and on another's core. */
const AWAKE_MS = 20;
/** Milliseconds by which a message may come later than the signal for it, as in Deno. */
const LATE_MS = 1;
/** Milliseconds after which an idle worker lets go of the arena that it used last. */
const IDLE_MS = 100;

type Start = ToWorker & { kind: 'start' };
type JobMessage = ToWorker & { kind: 'job' };
type Place = Extract<JobMessage['where'], { place: number }>;
type ParcelToCompute = ToWorker & { kind: 'parcel' };

/** Makes this thread a worker. @param hostFunctions those that binaries call */
export function serve(hostFunctions: HostFunctions): void {
  const post = connect(receive);
  const jobs = new Set<Job>();
  /** Kernels on arenas, by the numbers of their places. Whoever refers to an arena keeps its memory. */
  const places = new Map<number, LoadedKernel>();
  /** The place that the calling thread may still believe it to know. */
  let forgotten = 0;
  let start: Start;
  let board: Board | undefined;
  /** On memory of this worker's own: copying to and fro is faster there than on shared memory. */
  let own: Workspace | undefined;
  /** For that, by the names of binaries. */
  const ownModules = new Map<string, WebAssembly.Module>();
  /** Of the job on the board that was seen last. */
  let generation = 0;
  let proven = false;
  let received = false;
  let working = false;

  function receive(message: ToWorker): void {
    received = true;
    if (message.kind === 'start') {
      start = message;
      board = message.board;
      post({ kind: 'ready' });
      goOn();
    } else if (message.kind === 'parcel') {
      computeParcel(message);
    } else {
      if (message.kind === 'job') addJob(message);
      goOn();
    }
  }

  function computeParcel({ kind, id, kernel, module, begin, elements }: ParcelToCompute): void {
    runStaged(loadOwn(kernel, module), elements, elements);
    post({ kind, id, begin, elements }, [elements.buffer]);
  }

  function addJob({ words, onBoard, generation: meant, kernel, module, where }: JobMessage): void {
    const job = findJob(words, (description) =>
      'x' in where
        ? computeThroughStage(loadOwn(kernel, module), where)
        : computeAt(placeOf(where, kernel, module), description),
    );
    // Another may have begun in these words since.
    if (job === undefined || job.generation !== meant) return;
    jobs.add(job);
    if (onBoard) generation = meant;
  }

  function placeOf({ place, memory }: Place, kernel: Kernel, module: WebAssembly.Module): LoadedKernel {
    const known = places.get(place);
    if (known) return known;
    const moduleFor = (): WebAssembly.Module => module;
    const workspace = openWorkspace({ memory, tables: 'there', moduleFor, hostFunctions, worker: start.number });
    weigh(memory.buffer);
    const loaded = load(workspace, kernel);
    places.set(place, loaded);
    return loaded;
  }

  function loadOwn(kernel: Kernel, module: WebAssembly.Module): LoadedKernel {
    ownModules.set(kernel.binary, module);
    own ??= openWorkspace({
      memory: createMemory(start.pages, start.pages, false),
      tables: 'computed',
      moduleFor: ({ binary }) => ownModules.get(binary) as WebAssembly.Module,
      hostFunctions,
    });
    return load(own, kernel);
  }

  /** @throws Error if results would not be those of the thread that sends work */
  function load(workspace: Workspace, kernel: Kernel): LoadedKernel {
    if (workspace.instanceFor(kernel).probed !== X) throw new Error(FLUSHES);
    return workspace.load(kernel);
  }

  /** Adds the job on the board, if there is another than before. */
  function lookAtBoard({ job: words }: Board): void {
    const latest = generationOf(words);
    if (latest === generation) return;
    generation = latest;
    const job = findJob(words, (description) => {
      const loaded = places.get(description.place);
      // Of a place that it never knew this worker gets a message.
      if (loaded === undefined && forgotten > 0 && description.place === forgotten) post({ kind: 'lost', id: description.id });
      return loaded && computeAt(loaded, description);
    });
    if (job) jobs.add(job);
  }

  /** Computes a tile of each job; false if there was none. */
  function computeTiles(board: Board): boolean {
    lookAtBoard(board);
    let any = false;
    for (const job of jobs) {
      const tell = (): void => post({ kind: 'news', id: job.id });
      if (workOn(job, start.number, tell)) {
        any = true;
        // Once, so that the pool knows that this is a place for workers.
        if (!proven) tell();
        proven = true;
      } else if (!isOpen(job)) end(job);
    }
    return any;
  }

  function end(job: Job): void {
    jobs.delete(job);
    if (places.has(job.place)) forgetAllBut(job.place);
  }

  /** Lets go of all arenas but the one that is likely to be used next, or of all where `last` is 0. */
  function forgetAllBut(last: number): void {
    const used = new Set([...jobs].map(({ place }) => place));
    for (const place of places.keys()) if (place !== last && !used.has(place)) places.delete(place);
    if (!board) return;
    const known = knownPlace(board, start.number);
    if (known > 0 && known !== last) forgotten = known;
    setKnownPlace(board, start.number, last);
  }

  function goOn(): void {
    // Whatever goes wrong ends the worker, as an error that the pool hears of.
    if (!working && board) work(board).catch((error) => queueMicrotask(() => raise(error)));
  }

  /** Works until there is nothing to do, and a little while longer. */
  async function work(board: Board): Promise<void> {
    working = true;
    let looksAt = now() + WORK_MS;
    let expects = 0;
    async function lookForMessages(): Promise<void> {
      received = false;
      await yieldToEventLoop();
      looksAt = now() + WORK_MS;
    }

    for (;;) {
      setAttention(board, start.number, 'look');
      const seen = signalOf(board);
      let any = false;
      while (computeTiles(board)) {
        any = true;
        if (now() > looksAt) await lookForMessages();
      }
      // Who sends a message signals too.
      if (!any) await lookForMessages();
      const waits = now();
      if (received || (!any && waits < expects)) continue;
      if (signalWithin(board, seen, AWAKE_MS)) {
        expects = now() + LATE_MS;
        // It slept, and what woke it is work: messages may wait for a turn more.
        if (now() - waits > WORK_MS) looksAt = now() + WORK_MS;
        continue;
      }
      const hears = onSignal(board, seen, goOn);
      setAttention(board, start.number, hears ? 'notification' : 'message');
      if (signalOf(board) === seen) break;
    }
    working = false;
    later(() => {
      if (!working) forgetAllBut(0);
    }, IDLE_MS);
  }
}

function raise(error: unknown): never {
  throw error;
}
