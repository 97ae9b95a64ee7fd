import { describe, expect, it } from 'vitest';
import { duration } from '../../bench/web/format.ts';

describe('a duration on the page', () => {
  it.each([
    [0, 'less than 0.1 ms'],
    [0.00009, 'less than 0.1 ms'],
    [0.0001, '0.1 ms'],
    [0.01234, '12.3 ms'],
    [0.9994, '999 ms'],
    [1, '1 s'],
    [61.234, '61.2 s'],
  ])('of %d s is in seconds only where these are not small', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});
