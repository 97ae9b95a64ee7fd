/** Throughput over array size, both on log axes. */
import type uPlot from 'uplot';
import { named } from '../../elements.mjs';
import { colour, createChart, decadeAxis, decades } from '../chart.ts';
import { power } from '../format.ts';
import type { Row } from './protocol.ts';
import { find } from './report.ts';
import { CEILING, naiveOf } from './subjects.ts';

const NAMED: Readonly<Record<string, string>> = {
  [CEILING]: 'ceiling',
  [naiveOf('float64')]: 'naive',
  TypeScript: 'typescript',
  'Wasm, plain arrays': 'plain',
  'Wasm, allocated': 'ours',
  'Wasm, correct rounding': 'correct',
};
const THREAD_COLOURS = 5;

const FLOAT32 = named('', 'float32');
/** Lengths of dashes and of the gaps between them, by the names that CSS has for such lines. */
const DASHES = { solid: [], dashed: [6, 5], dotted: [2, 4] };

interface Line {
  /** By the name that it has in theme.css; float32 has that of the same subject over float64. */
  readonly colour: string;
  readonly style: keyof typeof DASHES;
}

/** The line of each subject. */
export function linesOf(subjects: readonly string[]): Map<string, Line> {
  let threads = 0;
  return new Map(
    subjects.map((name) => [
      name,
      {
        colour: NAMED[name.replace(FLOAT32, '')] ?? `thread-${(threads++ % THREAD_COLOURS) + 1}`,
        style: name === CEILING ? 'dashed' : name.endsWith(FLOAT32) ? 'dotted' : 'solid',
      },
    ]),
  );
}

export function createSpeedChart(host: HTMLElement, subjects: readonly string[], sizes: readonly number[]): uPlot {
  const [least = 1, most = 1] = [sizes[0], sizes.at(-1)];
  const series = [...linesOf(subjects)].map(([name, line]): uPlot.Series => {
    const stroke = () => colour(line.colour);
    return { stroke, width: 2.5, dash: DASHES[line.style], points: { show: name !== CEILING, size: 7, fill: stroke } };
  });
  return createChart(
    host,
    {
      aspect: 0.72,
      scales: {
        x: { time: false, distr: 3, range: [least / 1.5, most * 1.5] },
        y: { distr: 3, range: (_, low, high) => (low > 0 ? decades(low, high) : [1e7, 1e10]) },
      },
      axes: [
        decadeAxis({ label: 'elements', values: (_, splits) => splits.map(power) }),
        decadeAxis({ label: 'elements a second', size: 44, values: (_, splits) => splits.map(power) }),
      ],
      series: [{}, ...series],
    },
    dataOf([], subjects, sizes),
  );
}

export function dataOf(rows: readonly Row[], subjects: readonly string[], sizes: readonly number[]): uPlot.AlignedData {
  return [[...sizes], ...subjects.map((subject) => sizes.map((size) => find(rows, subject, size)?.rate ?? null))];
}
