import type { Page } from 'puppeteer-core';

/**
 * Reads a line off a chart: the y of what is drawn in a colour of theme.css at each x, in units of the axes, or NaN where
 * nothing of that colour is.
 *
 * @param axes the limits of both axes
 */
export function readLine(page: Page, chart: string, colour: string, x: readonly number[], axes: Axes): Promise<number[]> {
  return page.$eval(
    chart,
    (host, colour, x, axes) => {
      const canvas = host.querySelector('canvas') as HTMLCanvasElement;
      const plot = (host.querySelector('.u-over') as HTMLElement).getBoundingClientRect();
      const frame = canvas.getBoundingClientRect();
      const scale = canvas.width / frame.width;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const wanted = getComputedStyle(document.documentElement).getPropertyValue(`--${colour}`).trim();
      const channels = [1, 3, 5].map((i) => Number.parseInt(wanted.slice(i, i + 2), 16));
      const top = Math.round((plot.top - frame.top) * scale);
      const height = Math.round(plot.height * scale);
      const [left, right] = axes.x;
      const [bottom, most] = axes.y;
      return x.map((value) => {
        const column = Math.round((plot.left - frame.left + (plot.width * (value - left)) / (right - left)) * scale);
        const { data } = context.getImageData(column, top, 1, height);
        const rows = Array.from({ length: height }, (_, row) => row).filter((row) =>
          channels.every((channel, i) => Math.abs((data[4 * row + i] as number) - channel) < 30),
        );
        const row = rows.reduce((sum, row) => sum + row + 0.5, 0) / rows.length;
        return most - ((most - bottom) * row) / height;
      });
    },
    colour,
    [...x],
    axes,
  );
}

export interface Axes {
  readonly x: [number, number];
  readonly y: [number, number];
}
