import { now } from '../host.ts';
import type { LoadedKernel } from '../memory/workspace.ts';
import { endJob, forgetWorkerOf, type Job, newsOf, onNews, worksOn } from './job.ts';
import type { Answer, PoolWorker } from './pool-worker.ts';
import type { Where } from './protocol.ts';
import type { Team } from './team.ts';
import type { WorkSource } from './work-source.ts';

/** Milliseconds for which the calling thread looks for the end of others' tiles itself: longer than a tile takes. */
const LOOK_MS = 0.1;

/** Work that all threads take from the words of a job. */
export abstract class JobSource implements WorkSource {
  abstract readonly total: number;
  abstract readonly done: number;
  abstract computeSome(): boolean;
  readonly needsMessages = false;
  readonly team: Team;
  readonly job: Job;
  readonly loaded: LoadedKernel;
  readonly #where: Where;

  constructor(team: Team, job: Job, loaded: LoadedKernel, where: Where) {
    this.team = team;
    this.job = job;
    this.loaded = loaded;
    this.#where = where;
  }

  get busy(): readonly PoolWorker[] {
    return [...this.team.workers].filter(({ number }) => worksOn(this.job, number));
  }

  get news(): number {
    return newsOf(this.job);
  }

  enlist(worker: PoolWorker): void {
    const { words, generation } = this.job;
    const { kernel, module } = this.loaded;
    const onBoard = words === this.team.board.job;
    this.team.invite(worker, { kind: 'job', words, generation, onBoard, kernel, module, where: this.#where });
  }

  receive(worker: PoolWorker, answer: Answer): void {
    if (answer.kind !== 'lost') return;
    this.enlist(worker);
    this.team.signal();
  }

  leave(worker: PoolWorker): void {
    forgetWorkerOf(this.job, worker.number);
  }

  onNews(seen: number, callback: () => void): void {
    onNews(this.job, seen, callback);
  }

  cancel(): void {
    endJob(this.job);
  }

  close(): void {
    this.cancel();
  }

  /** Whether `condition` comes to hold shortly, while others work. */
  protected soon(condition: () => boolean): boolean {
    const ends = now() + LOOK_MS;
    do if (condition()) return true;
    while (now() < ends && this.busy.length > 0);
    return condition();
  }
}
