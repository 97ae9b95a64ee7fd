/** Throughput over array size, both on log axes, with the name of each line at its end. */
import type uPlot from 'uplot';
import { axis, colour, createChart, decadeAxis, FONT } from '../chart.ts';
import { count, power } from '../format.ts';
import { spread } from './labels.ts';
import { lookOf } from './look.ts';
import type { Row } from './protocol.ts';
import { find } from './report.ts';

/** A line that is being looked at, and where. */
export interface Spot {
  readonly subject: string;
  readonly size: number;
}

/** Beside the lines, for their names. */
const LABEL_WIDTH = 96;
const LABEL_HEIGHT = 14;
const GAP = 8;

export function createSpeedChart(
  host: HTMLElement,
  subjects: readonly string[],
  sizes: readonly number[],
  spot: () => Spot | undefined,
): uPlot {
  const [least = 1, most = 1] = [sizes[0], sizes.at(-1)];
  const series = subjects.map((name): uPlot.Series => {
    const look = lookOf(name);
    const stroke = () => colour(look.colour);
    return { stroke, width: 2.5, dash: look.dash, points: { show: true, size: 6, fill: stroke } };
  });
  return createChart(
    host,
    {
      aspect: 0.5,
      padding: [null, LABEL_WIDTH, null, null],
      scales: {
        x: { time: false, distr: 3, range: [least / 1.2, most * 1.1] },
        y: { distr: 3, range: (_, low, high) => (low > 0 ? [low / 1.25, high * 1.25] : [1e7, 1e9]) },
      },
      axes: [
        decadeAxis({ label: 'elements', values: (_, splits) => splits.map(power) }),
        axis({
          label: 'million elements a second',
          size: 48,
          splits: (_u, _axis, low, high) => roundNumbers(low, high),
          filter: (_, splits) => splits,
          values: (_, splits) => splits.map((rate) => count(rate / 1e6)),
        }),
      ],
      series: [{}, ...series],
      hooks: { draw: [(u) => drawNames(u, subjects), (u) => drawSpot(u, subjects, spot())] },
    },
    dataOf([], subjects, sizes),
  );
}

export function dataOf(rows: readonly Row[], subjects: readonly string[], sizes: readonly number[]): uPlot.AlignedData {
  return [[...sizes], ...subjects.map((subject) => sizes.map((size) => find(rows, subject, size)?.rate ?? null))];
}

/** 10, 20, 50, 100 … */
function roundNumbers(low: number, high: number): number[] {
  const all = [];
  for (let decade = 10 ** Math.floor(Math.log10(low)); decade <= high; decade *= 10) all.push(decade, 2 * decade, 5 * decade);
  return all.filter((value) => value >= low && value <= high);
}

/** Writes the name of each line beside its last point, and moves apart names that would cover each other. */
function drawNames(chart: uPlot, subjects: readonly string[]): void {
  const { ctx, bbox } = chart;
  const ends = subjects.flatMap((subject, i) => {
    const values = chart.data[i + 1] as (number | null)[];
    const last = values.findLastIndex((value) => value != null);
    if (last < 0) return [];
    const at = (values: ArrayLike<number | null | undefined>, scale: string) =>
      chart.valToPos(values[last] as number, scale, true) / devicePixelRatio;
    return [{ subject, x: at(chart.data[0], 'x'), y: at(values, 'y') }];
  });
  const heights = spread(
    ends.map(({ y }) => y),
    LABEL_HEIGHT,
    bbox.top / devicePixelRatio,
    (bbox.top + bbox.height) / devicePixelRatio,
  );
  ctx.save();
  ctx.scale(devicePixelRatio, devicePixelRatio);
  ctx.font = FONT;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.lineWidth = 1;
  for (const [i, { subject, x, y }] of ends.entries()) {
    const look = lookOf(subject);
    const height = heights[i] as number;
    ctx.fillStyle = colour(look.colour);
    ctx.strokeStyle = colour('line');
    ctx.beginPath();
    ctx.moveTo(x + GAP / 2, y);
    ctx.lineTo(x + 2 * GAP, height);
    ctx.stroke();
    ctx.fillText(look.short, x + 2.5 * GAP, height);
  }
  ctx.restore();
}

function drawSpot(chart: uPlot, subjects: readonly string[], spot: Spot | undefined): void {
  const found = spot && positionOf(chart, subjects, spot);
  if (!spot || !found) return;
  const { ctx } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.arc(found.x * devicePixelRatio, found.y * devicePixelRatio, 7 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.fillStyle = colour(lookOf(spot.subject).colour);
  ctx.strokeStyle = colour('surface');
  ctx.lineWidth = 2.5 * devicePixelRatio;
  ctx.fill();
  ctx.stroke();
  ctx.restore();
}

/** Where a measurement is drawn, in pixels of the page from the corner of the chart. */
export function positionOf(
  chart: uPlot,
  subjects: readonly string[],
  { subject, size }: Spot,
): { x: number; y: number } | undefined {
  const rate = chart.data[subjects.indexOf(subject) + 1]?.[chart.data[0].indexOf(size)];
  if (rate == null) return undefined;
  const at = (value: number, scale: string) => chart.valToPos(value, scale, true) / devicePixelRatio;
  return { x: at(size, 'x'), y: at(rate, 'y') };
}
