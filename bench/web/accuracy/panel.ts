/** The panel of errors over x: one range at a time as a chart, all of them as a table. */
import type uPlot from 'uplot';
import { axis, colour, createChart, decadeAxis, decades, drawLine } from '../chart.ts';
import { byId, element, fillTable } from '../dom.ts';
import { yieldToEventLoop } from '../event-loop.ts';
import { power, short, withMinus } from '../format.ts';
import { type Errors, errorsIn, RANGES, type Range, type Summary } from './errors.ts';

/** Errors below are drawn here: a log axis has no 0. */
const LEAST_ERROR = 0.001;

export function showAccuracy(): void {
  const panel = byId('accuracy');
  // Nobody waits for it before it comes into view.
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void fill();
    },
    { rootMargin: '300px' },
  );
  observer.observe(panel);
}

async function fill(): Promise<void> {
  const all = new Map<Range, Errors>();
  for (const range of RANGES) {
    all.set(range, errorsIn(range));
    await yieldToEventLoop();
  }
  const chart = createErrorChart(byId('accuracy-chart'));

  function select(range: Range): void {
    const errors = all.get(range) as Errors;
    chart.setData([errors.x, drawable(errors.naive.errors), drawable(errors.ours.errors)]);
    byId('accuracy-note').textContent = range.note;
    byId('accuracy-chart').setAttribute(
      'aria-label',
      `Errors for x from ${range.name}: naive at most ${short(errors.naive.maximum)} ULP, sigmoid-wasm at most ${short(errors.ours.maximum)} ULP`,
    );
  }

  for (const [i, range] of RANGES.entries()) {
    const input = element('input', { type: 'radio', name: 'range', ...(i === 0 && { checked: '' }) });
    input.addEventListener('change', () => select(range));
    byId('accuracy-ranges').append(element('label', {}, input, element('span', {}, range.name)));
  }
  select(RANGES[0]);
  fillTable(
    byId<HTMLTableElement>('accuracy-table'),
    'Largest error in ULP, and share of results that are not the nearest double',
    [
      ['x', 'naive', 'faithful', 'correct'],
      ...[...all].map(([{ name }, { naive, ours, correct }]) => [name, cell(naive), cell(ours), cell(correct)]),
    ],
  );
}

function cell({ maximum, misrounded }: Summary): HTMLElement {
  const share = `${(misrounded * 100).toFixed(1)} %`;
  return element('span', {}, short(maximum), ' ', element('small', {}, share));
}

const drawable = (errors: Float64Array): Float64Array => errors.map((error) => Math.max(LEAST_ERROR, error));

function createErrorChart(host: HTMLElement): uPlot {
  const dots = (name: string): uPlot.Series => ({
    stroke: () => colour(name),
    paths: () => null,
    points: { show: true, size: 2.5, width: 0, fill: () => colour(name), stroke: () => colour(name) },
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
        axis({ label: 'x', space: 75, values: (_, splits) => splits.map(withMinus) }),
        decadeAxis({ label: 'error in ULP', size: 44, values: (_, splits) => splits.map(label) }),
      ],
      series: [{}, dots('naive'), dots('ours')],
      hooks: {
        draw: [(u) => drawLine(u, [u.scales.x?.min ?? 0, 0.5], [u.scales.x?.max ?? 0, 0.5], 'ceiling', [6, 5])],
      },
    },
    [[], [], []],
  );
}

const label = (value: number): string => (value > 1e-4 && value < 1000 ? String(Number(value.toPrecision(1))) : power(value));
