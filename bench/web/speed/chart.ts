/** Throughput over array size, both on log axes. */
import type uPlot from 'uplot';
import { colour, createChart, decadeAxis, decades } from '../chart.ts';
import { power } from '../format.ts';
import { lookOf } from './look.ts';
import type { Row } from './protocol.ts';
import { find } from './report.ts';

export function createSpeedChart(host: HTMLElement, subjects: readonly string[], sizes: readonly number[]): uPlot {
  const [least = 1, most = 1] = [sizes[0], sizes.at(-1)];
  const series = subjects.map((name): uPlot.Series => {
    const look = lookOf(name);
    const stroke = () => colour(look.colour);
    return { stroke, width: 2.5, dash: look.dash, points: { show: true, size: 7, fill: stroke } };
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
