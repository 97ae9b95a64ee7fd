/** Parts of a file that several processes compute, on one machine or many. */
import { sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { rangeOf, shardName } from '../../cli/shard.ts';
import { bytesOf, doubles, npy, sigmoidOf } from './data.ts';
import { names, read, run, useFolder, write } from './program.ts';

useFolder();

describe('shards', () => {
  it.each([
    [1, 10],
    [3, 10],
    [16, 1_000_003],
    [16, 5],
    [1000, 9_007_199_254_740_991],
  ])('of %i parts have each of %i elements once', (count, elements) => {
    let next = 0;
    for (let index = 0; index < count; index++) {
      const { begin, end } = rangeOf({ index, count }, elements);
      expect(begin).toBe(next);
      next = end;
    }
    expect(next).toBe(elements);
  });

  it.each([
    ['y.f64', 3, 16, 'y.03-of-16.f64'],
    ['a.b/y.npy', 0, 4, 'a.b/y.0-of-4.npy'],
    ['y', 7, 1000, 'y.0007-of-1000'],
    ['.hidden', 0, 2, '.hidden.0-of-2'],
  ])('of %s are files whose names sort as they do: part %i of %i', (output, index, count, name) => {
    expect(shardName(output, { index, count })).toBe(name);
  });

  it('of doubles are the whole when they are joined', async () => {
    const x = doubles(300_001);
    write('x.f64', bytesOf(x));
    const parts = ['0/3', '1/3', '2/3'];
    for (const part of parts)
      expect(await run(['x.f64', '-o', 'y.f64', '--shard', part])).toMatchObject({ code: 0, stderr: '' });
    expect(names()).toEqual(['x.f64', 'y.0-of-3.f64', 'y.1-of-3.f64', 'y.2-of-3.f64']);
    const joined = Buffer.concat(parts.map((_, i) => read(`y.${i}-of-3.f64`)));
    expect(joined.equals(sigmoidOf(x))).toBe(true);
  });

  it('of a .npy file are .npy files of one dimension', async () => {
    const x = doubles(24);
    write('x.npy', npy(x, { shape: '(4, 6)' }));
    for (const part of ['0/5', '4/5']) expect((await run(['x.npy', '-o', 'y.npy', '--shard', part])).code).toBe(0);
    expect(read('y.0-of-5.npy').equals(npy(sigmoid(x.slice(0, 4))))).toBe(true);
    expect(read('y.4-of-5.npy').equals(npy(sigmoid(x.slice(19))))).toBe(true);
  });

  it('are the same bytes when several processes compute one of them at once', async () => {
    const x = doubles(500_000);
    write('x.f64', bytesOf(x));
    const args = ['x.f64', '-o', 'y.f64', '--shard', '1/2', '--force'];
    const ends = await Promise.all([1, 2, 3, 4].map(() => run(args)));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(names()).toEqual(['x.f64', 'y.1-of-2.f64']);
    expect(read('y.1-of-2.f64').equals(sigmoidOf(x).subarray(2_000_000))).toBe(true);
  });

  it('that exist are skipped, so that only the missing ones are computed again', async () => {
    const x = doubles(100);
    write('x.f64', bytesOf(x));
    write('y.0-of-2.f64', 'done');
    const again = (part: string) => run(['x.f64', '-o', 'y.f64', '--shard', part, '--skip-existing']);
    expect(await again('0/2')).toMatchObject({ code: 0, stderr: 'sigmoid-wasm: y.0-of-2.f64 exists, skipped\n' });
    expect(await again('1/2')).toMatchObject({ code: 0, stderr: '' });
    expect(read('y.0-of-2.f64').toString()).toBe('done');
    expect(read('y.1-of-2.f64').equals(sigmoidOf(x).subarray(400))).toBe(true);
  });

  it('may be empty, where there are more of them than elements', async () => {
    write('x.f64', bytesOf(doubles(2)));
    expect((await run(['x.f64', '-o', 'y.npy', '--shard', '0/4'])).code).toBe(0);
    expect(read('y.0-of-4.npy').equals(npy(new Float64Array(0)))).toBe(true);
  });
});
