/** Arrays of Slurm whose tasks are requeued, cancelled and killed: the result is what one process computes. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from './programs.ts';
import { recipesOf } from './recipes.ts';
import { NODES, Slurm, type Task } from './slurm.ts';
import { until, Workspace } from './workspace.ts';

const PACKAGES = { slurmctld: 'slurmctld', slurmd: 'slurmd', sbatch: 'slurm-client', munged: 'munge', setpriv: 'util-linux' };
const PARTS = 16;

const tests = (): void => {
  const [script, submit, again] = recipesOf('Slurm arrays', 3) as [string, string, string];
  let workspace: Workspace;
  let slurm: Slurm;

  beforeAll(async () => {
    workspace = new Workspace();
    slurm = new Slurm(workspace);
    await workspace.createInput();
    await slurm.start();
    writeFileSync(workspace.path('job.sh'), script);
  });
  afterAll(async () => {
    workspace?.release();
    await slurm?.stop();
    workspace?.remove();
  });
  beforeEach(async () => {
    workspace.release();
    await slurm.cancelAll();
    workspace.clear();
  });

  /** Submits the array and the job that merges its parts. @returns the numbers of both */
  async function submitBoth(env?: Record<string, string>): Promise<{ array: string; merge: string }> {
    const { stdout } = await workspace.shell(`${submit}\necho array $job`, env);
    const [, merge] = /^Submitted batch job (\d+)$/m.exec(stdout) ?? [];
    const [, array] = /^array (\d+)$/m.exec(stdout) ?? [];
    return { array: String(array), merge: String(merge) };
  }

  const taskOf = async (job: string, number = 0): Promise<Task> => {
    const task = (await slurm.tasks(job)).get(number);
    if (task === undefined) throw new Error(`job ${job} has no task ${number}`);
    return task;
  };

  /** Submits both jobs, and waits until there is a part in the making on each node. */
  async function submitHeld(): Promise<{ array: string; merge: string }> {
    const jobs = await submitBoth(workspace.hold());
    await workspace.untilWritten(0, 1, 2, 3);
    return jobs;
  }

  it('computes a file of 80 MB in 16 tasks on four nodes, and merges them to the bytes of one process', async () => {
    const { array, merge } = await submitBoth();
    await slurm.untilCompleted(array, merge);
    const tasks = [...(await slurm.tasks(array)).values()];
    expect(tasks).toHaveLength(PARTS);
    expect([...new Set(tasks.map(({ node }) => node))].sort()).toEqual(NODES);
    workspace.expectResult();
  });

  it('computes only the parts that are missing when both jobs are submitted again', async () => {
    const first = await submitBoth();
    await slurm.untilCompleted(first.array, first.merge);
    for (const part of ['00', '07', '15']) rmSync(workspace.path(`y.${part}-of-16.f64`));
    rmSync(workspace.path('y.f64'));
    const second = await submitBoth();
    await slurm.untilCompleted(second.array, second.merge);
    const skipped = workspace
      .names(new RegExp(`^slurm-${second.array}_\\d+\\.out$`))
      .filter((name) => readFileSync(workspace.path(name), 'utf8').endsWith('exists, skipped\n'));
    expect(skipped).toHaveLength(PARTS - 3);
    workspace.expectResult();
  });

  it('computes one part again, for which Slurm says that the array has one task', async () => {
    const { array, merge } = await submitBoth();
    await slurm.untilCompleted(array, merge);
    rmSync(workspace.path('y.05-of-16.f64'));
    const { stdout } = await workspace.shell(again);
    await slurm.untilCompleted(stdout.trim().replace('Submitted batch job ', ''));
    await workspace.shell('cat $(seq -f y.%02g-of-16.f64 0 15) > y.f64');
    workspace.expectResult();

    const { stdout: job } = await workspace.shell(
      `sbatch --parsable --array=5 --output count --wrap 'echo $SLURM_ARRAY_TASK_COUNT'`,
    );
    await slurm.untilCompleted(job.trim());
    expect(readFileSync(workspace.path('count'), 'utf8')).toBe('1\n');
  });

  it('removes the temporary file of a task that is requeued, and merges after that task has run again', async () => {
    const { array, merge } = await submitHeld();
    await workspace.shell(`scontrol requeue ${array}_2`);
    await until('the temporary file is gone', () => expect(workspace.writers().has(2)).toBe(false));
    expect(workspace.names(/^y\.02-of-16/)).toEqual([]);
    expect((await taskOf(merge)).state).toBe('PENDING');
    workspace.release();
    await slurm.untilCompleted(array, merge);
    expect((await workspace.shell(`scontrol show job ${array}_2`)).stdout).toContain('Restarts=1');
    workspace.expectResult();
  });

  it('removes the temporary file of a task that is cancelled, and merges nothing until it was submitted again', async () => {
    const { array, merge } = await submitHeld();
    await workspace.shell(`scancel ${array}_1`);
    await until('the temporary file is gone', () => expect(workspace.writers().has(1)).toBe(false));
    workspace.release();
    await until('all but that task are completed', async () => {
      const states = [...(await slurm.tasks(array)).values()].map(({ state }) => state);
      expect(states.filter((state) => state === 'COMPLETED')).toHaveLength(PARTS - 1);
    });
    expect((await taskOf(array, 1)).state).toBe('CANCELLED');
    await until('Slurm has noticed', async () => {
      expect((await workspace.shell(`squeue --noheader --jobs ${merge} --format %r`)).stdout).toBe(
        'DependencyNeverSatisfied\n',
      );
    });
    expect(workspace.names(/^y\.(01-of-16\.)?f64/)).toEqual([]);
    await slurm.cancelAll();

    const second = await submitBoth();
    await slurm.untilCompleted(second.array, second.merge);
    workspace.expectResult();
  });

  it('computes on another node what ran on one that died, and merges after that', async () => {
    const { array, merge } = await submitHeld();
    const { node } = await taskOf(array, 3);
    await slurm.crash(node, workspace.writers().get(3) as number);
    try {
      await until('Slurm has noticed', async () => expect((await taskOf(array, 3)).state).not.toBe('RUNNING'));
      // What was killed could not remove it.
      expect(workspace.writers().has(3)).toBe(true);
      expect((await taskOf(merge)).state).toBe('PENDING');
      workspace.release();
      await slurm.untilCompleted(array, merge);
      expect((await taskOf(array, 3)).node).not.toBe(node);
      workspace.expectResult();
    } finally {
      slurm.startNode(node);
    }
    await slurm.untilIdle();
  });

  it('computes the tasks of a step as parts of one file', async () => {
    const [step] = recipesOf('Slurm steps', 1) as [string];
    await workspace.shell(step);
    workspace.expectResult();
  });
};

describeWith(PACKAGES, 'Slurm', tests, { asRoot: true });
