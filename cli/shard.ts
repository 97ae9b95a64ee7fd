/** One part of N, so that N processes on as many machines compute a file together. */
import { extname } from 'node:path';
import { UsageError } from './failure.ts';

export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** @param text "3/16": the fourth of sixteen parts, which are counted from 0 */
export function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || count < 1) {
    throw new UsageError(`--shard expected I/N, such as 0/16 for the first of 16 parts, got "${text}"`);
  }
  if (index >= count) throw new UsageError(`--shard ${text}: the parts of ${count} are 0 to ${count - 1}`);
  return { index, count };
}

/** Which elements a shard has: from `begin` up to `end`. Together the shards have each element once. */
export function rangeOf({ index, count }: Shard, elements: number): { begin: number; end: number } {
  // The products of large files and many shards are no longer exact as doubles.
  const at = (part: number): number => Number((BigInt(elements) * BigInt(part)) / BigInt(count));
  return { begin: at(index), end: at(index + 1) };
}

/** "y.f64" → "y.03-of-16.f64": names sort as the parts do. */
export function shardName(output: string, { index, count }: Shard): string {
  const extension = extname(output);
  const stem = output.slice(0, output.length - extension.length);
  return `${stem}.${String(index).padStart(String(count).length, '0')}-of-${count}${extension}`;
}
