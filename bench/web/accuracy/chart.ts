/** Errors over x as dots, on a log axis. */
import type uPlot from 'uplot';
import { axis, colour, createChart, decadeAxis, decades, drawLine } from '../chart.ts';
import { power, withMinus } from '../format.ts';
import { type FunctionName, variableOf } from '../functions.ts';
import type { Errors } from './errors.ts';

/** Errors below are drawn here: a log axis has no 0. */
const LEAST_ERROR = 0.001;

export function createErrorChart(host: HTMLElement): uPlot {
  const dots = (name: string): uPlot.Series => ({
    stroke: () => colour(name),
    paths: () => null,
    points: { show: true, size: 2.5, width: 0, fill: () => colour(name), stroke: () => colour(name) },
  });
  // Larger and below, so that they show where both are.
  const rings = (name: string): uPlot.Series => ({
    stroke: () => colour(name),
    paths: () => null,
    points: { show: true, size: 6, width: 1, fill: 'transparent', stroke: () => colour(name) },
  });
  return createChart(
    host,
    {
      aspect: 0.68,
      scales: {
        x: { time: false, range: (_, low, high) => [low, high] },
        y: { distr: 3, range: (_, _low, high) => decades(LEAST_ERROR, Math.max(10, high)) },
      },
      axes: [
        axis({ label: '', space: 75, values: (_, splits) => splits.map(withMinus) }),
        decadeAxis({ label: 'error in ULP', size: 44, values: (_, splits) => splits.map(label) }),
      ],
      series: [{}, rings('naive'), dots('ours')],
      hooks: {
        draw: [(u) => drawLine(u, [u.scales.x?.min ?? 0, 0.5], [u.scales.x?.max ?? 0, 0.5], 'ceiling', [6, 5])],
      },
    },
    [[], [], []],
  );
}

export function drawErrors(chart: uPlot, name: FunctionName, { x, usual, ours }: Errors): void {
  (chart.axes[0] as uPlot.Axis).label = variableOf(name);
  chart.setData([x, drawable(usual.errors), drawable(ours.errors)]);
}

const drawable = (errors: Float64Array): Float64Array => errors.map((error) => Math.max(LEAST_ERROR, error));

const label = (value: number): string => (value > 1e-4 && value < 1000 ? String(Number(value.toPrecision(1))) : power(value));
