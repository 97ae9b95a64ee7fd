/** How each subject looks in charts: its colour, its kind of line, and a short name to stand on the line. */
import { named } from '../../elements.mjs';
import { CEILING, naiveOf } from './subjects.ts';

/** By the name that it has in theme.css, and without what all names have in common. */
const LOOKS: Readonly<Record<string, readonly [colour: string, short: string]>> = {
  [CEILING]: ['ceiling', 'copy'],
  [naiveOf('float64')]: ['naive', 'loop'],
  TypeScript: ['typescript', 'TypeScript'],
  'Wasm, plain arrays': ['plain', 'plain'],
  'Wasm, allocated': ['ours', 'allocated'],
  'Wasm, correct rounding': ['correct', 'correct'],
};
const THREADS = /^async, (\d+) threads?$/;
/** One thread has the first colour; powers of two take the others in turn, so that no five in a row share one. */
const threadColour = (threads: number): string => `thread-${threads === 1 ? 1 : 2 + ((Math.ceil(Math.log2(threads)) - 1) % 4)}`;

const FLOAT32 = named('', 'float32');
/** Lengths of dashes and of the gaps between them. */
const DOTS = [2, 4];

export interface Look {
  /** By the name that it has in theme.css; float32 has that of the same subject over float64. */
  readonly colour: string;
  readonly short: string;
  readonly dash: number[];
}

export function lookOf(subject: string): Look {
  const isFloat32 = subject.endsWith(FLOAT32);
  const threads = Number(THREADS.exec(subject)?.[1]);
  const [colour, short] = LOOKS[subject.replace(FLOAT32, '')] ?? [threadColour(threads), `async ${threads}`];
  return { colour, short: isFloat32 ? `${short} f32` : short, dash: isFloat32 ? DOTS : [] };
}
