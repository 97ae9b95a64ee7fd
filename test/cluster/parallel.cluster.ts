/** GNU parallel on this machine, as docs/clusters.md has it. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from './programs.ts';
import { recipesOf } from './recipes.ts';
import { until, Workspace } from './workspace.ts';

const tests = (): void => {
  const [shards, blocks] = recipesOf('GNU parallel', 2) as [string, string];
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = new Workspace();
    await workspace.createInput();
  });
  afterAll(() => workspace?.remove());
  beforeEach(() => workspace.clear());

  /** The exit code and the signal of each run in the log, by the number of the part. */
  const runs = (): { part: number; code: string; signal: string }[] =>
    readFileSync(workspace.path('log'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => {
        const fields = line.split('\t');
        const [, part] = / (\d+)\/16 /.exec(fields[8] as string) ?? [];
        return { part: Number(part), code: fields[6] as string, signal: fields[7] as string };
      });

  it('computes parts at the same time, which together are the bytes of one process', async () => {
    await workspace.shell(shards);
    expect(runs()).toHaveLength(16);
    expect(new Set(runs().map(({ part }) => part)).size).toBe(16);
    expect(runs().every(({ code, signal }) => code === '0' && signal === '0')).toBe(true);
    workspace.expectResult();
  });

  it('computes a part again whose process is killed', async () => {
    const finished = workspace.shell(shards, { ...workspace.hold(), PARALLEL: '--jobs 4' });
    try {
      await workspace.untilWritten(0, 1, 2, 3);
      const killed = workspace.writers().get(2) as number;
      process.kill(killed, 'SIGKILL');
      await until('the part is being written again', () => {
        expect(workspace.writers().get(2)).toSatisfy((writer) => writer !== undefined && writer !== killed);
      });
    } finally {
      workspace.release();
      await finished;
    }
    expect(
      runs()
        .filter(({ part }) => part === 2)
        .at(-1),
    ).toEqual({ part: 2, code: '0', signal: '0' });
    workspace.expectResult();
  });

  it('cuts a file into blocks, and keeps the order of their results', async () => {
    await workspace.shell(blocks);
    workspace.expectResult();
  });
};

describeWith({ parallel: 'parallel' }, 'GNU parallel', tests);
