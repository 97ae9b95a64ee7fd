/** The chart of a function, with its slope on demand and a point on the curve. */
import type uPlot from 'uplot';
import { axis, colour, createChart, drawLine } from '../chart.ts';
import { withMinus } from '../format.ts';
import { application, FUNCTIONS, type FunctionName, variableOf } from '../functions.ts';
import { CURVES, type Interval } from './curves.ts';

/** What the chart shows; it is drawn again after a change. */
export interface View {
  name: FunctionName;
  /** Where the point is. */
  at: number;
  withSlope: boolean;
}

const POINTS = 1000;

export function createCurveChart(host: HTMLElement, view: View): uPlot {
  const curve = () => CURVES[view.name];
  const between = (_: uPlot, values: readonly number[], least: number, most: number) =>
    values.filter((value) => value >= least && value <= most);
  return createChart(
    host,
    {
      aspect: 0.5,
      scales: {
        x: { time: false, range: () => [...curve().x] },
        y: { range: () => [...yOf(view)] },
      },
      axes: [
        axis({ label: () => variableOf(view.name), values: (_, splits) => splits.map(withMinus) }),
        axis({
          label: () => application(view.name),
          size: 44,
          splits: (u, _, least, most) => between(u, curve().labels, least, most),
          values: (_, splits) => splits.map(withMinus),
        }),
      ],
      series: [
        {},
        { stroke: () => colour('ours'), width: 3, points: { show: false } },
        { stroke: () => colour('slope'), width: 2.5, points: { show: false }, show: false },
      ],
      hooks: {
        drawClear: [(u) => view.withSlope && shade(u, curve().slope.shaded)],
        draw: [(u) => drawGuide(u, curve().guide), (u) => drawPoint(u, view)],
      },
    },
    [[], [], []],
  );
}

/** Draws the function of `view` and, if wanted, its slope. */
export function drawFunction(chart: uPlot, view: View): void {
  const x = pointsOf(view.name);
  chart.batch(() => {
    chart.setSeries(2, { show: view.withSlope });
    chart.setData([x, FUNCTIONS[view.name](x), x.map(CURVES[view.name].slope.at)]);
  });
}

/** Where a function is computed to draw it. */
export function pointsOf(name: FunctionName): Float64Array<ArrayBuffer> {
  // σ spreads the points so that those of logit are close where it is steep, and none is at its poles.
  const [from, to] = name === 'logit' ? [-13, 13] : CURVES[name].x;
  const even = Float64Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
  return name === 'logit' ? FUNCTIONS.sigmoid(even) : even;
}

function yOf({ name, withSlope }: View): Interval {
  return withSlope ? CURVES[name].yWithSlope : CURVES[name].y;
}

function shade(chart: uPlot, parts: readonly Interval[]): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.fillStyle = colour('shade');
  for (const [from, to] of parts) {
    const left = chart.valToPos(from, 'x', true);
    ctx.fillRect(left, bbox.top, chart.valToPos(to, 'x', true) - left, bbox.height);
  }
  ctx.restore();
}

function drawGuide(chart: uPlot, points: readonly (readonly [number, number])[]): void {
  for (const [i, to] of points.entries()) {
    const from = points[i - 1];
    if (from) drawLine(chart, [...from], [...to], 'muted', [2, 4]);
  }
}

/** Where the point is that is not in the picture, in words; undefined if it is there. */
export function placeOutside({ name, at: x, withSlope }: View): string | undefined {
  if (Number.isNaN(x)) return 'Type a number.';
  const y = FUNCTIONS[name](x);
  const [left, right] = CURVES[name].x;
  const [bottom, top] = yOf({ name, at: x, withSlope });
  const point = `${variableOf(name)} = ${withMinus(x)}`;
  if (Number.isNaN(y)) return `${application(name)} is defined from 0 to 1 only.`;
  if (x < left) return `${point} lies to the left of the picture.`;
  if (x > right) return `${point} lies to the right of the picture.`;
  if (y < bottom) return `The point for ${point} lies below the picture.`;
  if (y > top) return `The point for ${point} lies above the picture.`;
  return undefined;
}

/** The point with lines to both axes, unless it is beyond them: `placeOutside` says where it is then. */
function drawPoint(chart: uPlot, view: View): void {
  if (placeOutside(view) !== undefined) return;
  const x = view.at;
  const y = FUNCTIONS[view.name](x);
  const [left] = CURVES[view.name].x;
  const [bottom] = yOf(view);
  drawLine(chart, [x, bottom], [x, y], 'point', [4, 4]);
  drawLine(chart, [left, y], [x, y], 'point', [4, 4]);
  const { ctx } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.arc(chart.valToPos(x, 'x', true), chart.valToPos(y, 'y', true), 6.5 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.fillStyle = colour('point');
  ctx.strokeStyle = colour('surface');
  ctx.lineWidth = 2.5 * devicePixelRatio;
  ctx.fill();
  ctx.stroke();
  ctx.restore();
}
