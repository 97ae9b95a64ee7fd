/** The results of a file by size, as bars. */
import uPlot from 'uplot';
import { axis, colour, createChart } from '../chart.ts';
import { count } from '../format.ts';
import { BINS } from './summary.ts';

/** uPlot's types let them be absent; its ordinary build has them. */
const bars = uPlot.paths.bars?.({ size: [1], align: 1 }) as uPlot.Series.PathBuilder;

export function createHistogram(host: HTMLElement): uPlot {
  return createChart(
    host,
    {
      aspect: 0.6,
      scales: { x: { time: false, range: [0, 1] }, y: { range: (_, _low, high) => [0, Math.max(1, high * 1.05)] } },
      axes: [
        axis({ label: 'σ(x)', splits: () => [0, 0.25, 0.5, 0.75, 1] }),
        axis({ size: 76, values: (_, splits) => splits.map((value) => (Number.isInteger(value) ? count(value) : '')) }),
      ],
      series: [
        {},
        {
          stroke: () => colour('ours'),
          fill: () => colour('ours'),
          width: 0,
          points: { show: false },
          paths: bars,
        },
      ],
    },
    [[], []],
  );
}

/** Bars begin at the left end of their bin. */
export const histogramData = (bins: readonly number[]): uPlot.AlignedData => [bins.map((_, i) => i / BINS), [...bins]];
