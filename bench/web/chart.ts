/** What all charts have in common: colours from the style sheet, size from the page. */
import uPlot from 'uplot';

/** A colour of style.css, as it is now: dark or light. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export const FONT = '12px system-ui, sans-serif';

export function axis(options: uPlot.Axis): uPlot.Axis {
  return {
    stroke: () => colour('muted'),
    font: FONT,
    labelFont: FONT,
    size: 30,
    labelSize: 20,
    labelGap: 0,
    grid: { stroke: () => colour('grid'), width: 1 },
    ticks: { show: false },
    ...options,
  };
}

/** Labels on a log axis, at most; the powers of ten between are left out. */
const MOST_DECADES = 8;

/** A log axis that is labelled at powers of ten. */
export function decadeAxis(options: uPlot.Axis): uPlot.Axis {
  return axis({
    splits: (_, _axis, least, most) => {
      const first = Math.ceil(Math.log10(least) - 1e-9);
      const last = Math.floor(Math.log10(most) + 1e-9);
      const step = Math.ceil((last - first) / MOST_DECADES) || 1;
      return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => 10 ** (first + i * step));
    },
    filter: (_, splits) => splits,
    ...options,
  });
}

export interface ChartOptions extends Omit<uPlot.Options, 'width' | 'height'> {
  /** Height for a width, within reason. */
  readonly aspect: number;
}

const LEAST_HEIGHT = 240;
const MOST_HEIGHT = 420;

/** A chart that fills `host`, whatever becomes of its width, and follows the change between dark and light. */
export function createChart(host: HTMLElement, { aspect, ...options }: ChartOptions, data: uPlot.AlignedData): uPlot {
  const size = () => ({
    width: host.clientWidth,
    height: Math.round(Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, host.clientWidth * aspect))),
  });
  const chart = new uPlot({ ...size(), legend: { show: false }, cursor: { show: false }, ...options }, data, host);
  new ResizeObserver(() => {
    if (host.clientWidth > 0) chart.setSize(size());
  }).observe(host);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart.redraw());
  return chart;
}

/** Draws in the plotting area, in units of the canvas. */
export function drawLine(chart: uPlot, from: [number, number], to: [number, number], name: string, dash: number[] = []): void {
  const { ctx } = chart;
  const { left, top, width, height } = chart.bbox;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.beginPath();
  ctx.strokeStyle = colour(name);
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash(dash.map((part) => part * devicePixelRatio));
  ctx.moveTo(chart.valToPos(from[0], 'x', true), chart.valToPos(from[1], 'y', true));
  ctx.lineTo(chart.valToPos(to[0], 'x', true), chart.valToPos(to[1], 'y', true));
  ctx.stroke();
  ctx.restore();
}

/** The decades that hold `least` to `most`. */
export function decades(least: number, most: number): [number, number] {
  return [10 ** Math.floor(Math.log10(least) + 1e-9), 10 ** Math.ceil(Math.log10(most) - 1e-9)];
}
