import { describe, expect, it } from 'vitest';
import { spread } from '../../bench/web/speed/labels.ts';

describe('labels beside the lines', () => {
  it('stay where they are if there is room', () => {
    expect(spread([50, 10, 90], 14, 0, 100)).toEqual([50, 10, 90]);
  });

  it('move apart from each other, as little as they can, and keep their order', () => {
    expect(spread([50, 50], 14, 0, 100)).toEqual([43, 57]);
    expect(spread([52, 50, 10], 14, 0, 100)).toEqual([58, 44, 10]);
  });

  it('move on what they then touch', () => {
    const moved = spread([40, 50, 51, 60], 14, 0, 100);
    expect(moved.map((value, i) => value - (moved[i - 1] ?? value - 14))).toEqual([14, 14, 14, 14]);
    expect(moved.reduce((sum, value) => sum + value) / 4).toBe((40 + 50 + 51 + 60) / 4);
  });

  it('stay within the chart', () => {
    expect(spread([1, 2, 3], 14, 0, 100)).toEqual([0, 14, 28]);
    expect(spread([98, 99], 14, 0, 100)).toEqual([86, 100]);
  });
});
