import { afterEach, describe, expect, it, vi } from 'vitest';

/** The module as it is where CASES is this. */
async function where(cases: string | undefined): Promise<typeof import('./cases.ts')> {
  vi.stubEnv('CASES', cases);
  vi.resetModules();
  return import('./cases.ts');
}

describe('the share of the cases of heavy suites', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is all of them where CASES is all', async () => {
    const { ALL_CASES, casesOf, times } = await where('all');
    expect([ALL_CASES, times({ some: 2, all: 9 }), casesOf([1, 2, 3, 4, 5], 2)]).toEqual([true, 9, [1, 2, 3, 4, 5]]);
  });

  it('is some of them by default, the last one among them', async () => {
    const { ALL_CASES, casesOf, times } = await where(undefined);
    expect([ALL_CASES, times({ some: 2, all: 9 })]).toEqual([false, 2]);
    expect([casesOf([1, 2, 3, 4, 5], 2), casesOf([1, 2, 3, 4], 3), casesOf([1], 5)]).toEqual([[1, 3, 5], [1, 4], [1]]);
  });

  it('is nothing else that CASES may say', async () => {
    await expect(where('some')).rejects.toThrow("CASES expected 'all' or nothing, got 'some'");
  });
});
