/** Throughput over array size, both on log axes. */
import type uPlot from 'uplot';
import { colour, createChart, decadeAxis, decades } from '../chart.ts';
import { power } from '../format.ts';
import type { Row } from './protocol.ts';
import { find } from './report.ts';
import { CEILING, NAIVE } from './subjects.ts';

const NAMED: Readonly<Record<string, string>> = {
  [CEILING]: 'ceiling',
  [NAIVE]: 'naive',
  TypeScript: 'typescript',
  'Wasm, plain arrays': 'plain',
  'Wasm, allocated': 'ours',
  'Wasm, correct rounding': 'correct',
};
const THREAD_COLOURS = 5;

/** The colour of each subject, by the name it has in theme.css. */
export function coloursOf(subjects: readonly string[]): Map<string, string> {
  let threads = 0;
  return new Map(subjects.map((name) => [name, NAMED[name] ?? `thread-${(threads++ % THREAD_COLOURS) + 1}`]));
}

export function createSpeedChart(host: HTMLElement, subjects: readonly string[], sizes: readonly number[]): uPlot {
  const colours = coloursOf(subjects);
  const [least = 1, most = 1] = [sizes[0], sizes.at(-1)];
  const series: uPlot.Series[] = subjects.map((name) => {
    const stroke = () => colour(colours.get(name) ?? 'ink');
    return name === CEILING
      ? { stroke, width: 2, dash: [6, 5], points: { show: false } }
      : { stroke, width: 2.5, points: { show: true, size: 7, fill: stroke } };
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
