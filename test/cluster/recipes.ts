/** The commands of docs/clusters.md, so that what users copy is what these tests run. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const text = readFileSync(fileURLToPath(new URL('../../docs/clusters.md', import.meta.url)), 'utf8');

/**
 * The blocks of code in the section with this heading.
 *
 * @throws Error if it has another number of blocks
 */
export function recipesOf(heading: string, count: number): string[] {
  const section = text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const blocks = [...section.matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, code]) => code as string);
  if (blocks.length !== count) throw new Error(`docs/clusters.md has ${blocks.length} blocks under "${heading}", not ${count}`);
  return blocks;
}
