/** The panel that measures throughput: start, progress, cancel, chart, table, and the figures to take along. */
import type uPlot from 'uplot';
import { byId, copy, download, element, fillTable } from '../dom.ts';
import { count, power } from '../format.ts';
import { createSpeedChart, dataOf } from './chart.ts';
import { lookOf } from './look.ts';
import { measure } from './measure.ts';
import type { Row } from './protocol.ts';
import { find, jsonOf, markdownOf, millions, sizesOf, subjectsOf, times } from './report.ts';
import { CEILING } from './subjects.ts';

const LEAST_SIZE = 100;

export function showSpeed(): void {
  const start = byId<HTMLButtonElement>('speed-start');
  const cancel = byId<HTMLButtonElement>('speed-cancel');
  const copying = byId<HTMLButtonElement>('speed-copy');
  const saving = byId<HTMLButtonElement>('speed-download');
  const status = byId('speed-status');
  const progress = byId<HTMLProgressElement>('speed-progress');
  const largest = byId<HTMLSelectElement>('speed-largest');
  let rows: Row[] = [];
  let chart: uPlot | undefined;
  let controller = new AbortController();

  async function run(): Promise<void> {
    const sizes = sizesUpTo(Number(largest.value));
    controller = new AbortController();
    const before = rows;
    rows = [];
    const notes = new Set<string>();
    setRunning(true);
    try {
      await measure(sizes, {
        milliseconds: 10_000,
        signal: controller.signal,
        onProgress({ part, size }) {
          progress.value = part;
          status.textContent = `Measuring ${count(size)} elements`;
        },
        onRows(measured, skipped) {
          if (rows.length === 0) {
            chart?.destroy();
            chart = prepareChart(measured, sizes);
          }
          rows.push(...measured);
          for (const note of skipped) notes.add(note);
          show(rows, sizes, chart);
        },
      });
      status.textContent = [headline(rows), ...notes].join(' ');
    } catch (error) {
      const reached = rows.length ? `; the figures up to ${count(sizesOf(rows).at(-1) ?? 0)} elements stand` : '';
      status.textContent = controller.signal.aborted ? `Cancelled${reached}.` : `It stopped: ${String(error)}${reached}.`;
      if (rows.length === 0) rows = before;
    } finally {
      setRunning(false);
    }
  }

  function setRunning(running: boolean): void {
    start.hidden = running;
    cancel.hidden = !running;
    largest.disabled = running;
    (running ? cancel : start).focus({ preventScroll: true });
    progress.value = 0;
    copying.disabled = running || rows.length === 0;
    saving.disabled = running || rows.length === 0;
    byId('speed').setAttribute('aria-busy', String(running));
  }

  byId('speed-results').hidden = true;
  // On phones and tablets, memory for arrays of the largest size may end the page.
  if (matchMedia('(pointer: coarse)').matches) largest.value = '1000000';
  start.addEventListener('click', run);
  cancel.addEventListener('click', () => controller.abort());
  copying.addEventListener('click', () => copy(copying, markdownOf(rows)));
  saving.addEventListener('click', () =>
    download(new Blob([jsonOf(rows)], { type: 'application/json' }), 'sigmoid-wasm-speed.json'),
  );
}

/** 10², 10³ … */
function sizesUpTo(largest: number): number[] {
  const sizes = [];
  for (let size = LEAST_SIZE; size <= largest; size *= 10) sizes.push(size);
  return sizes;
}

function prepareChart(rows: readonly Row[], sizes: readonly number[]): uPlot {
  byId('speed-results').hidden = false;
  const subjects = subjectsOf(rows);
  const legend = [...subjects].map((name) => {
    const { colour, dash } = lookOf(name);
    const item = element('li', {}, name);
    item.style.setProperty('--mark', `var(--${colour})`);
    item.style.setProperty('--line-style', dash.length ? 'dotted' : 'solid');
    return item;
  });
  byId('speed-legend').replaceChildren(...legend);
  return createSpeedChart(byId('speed-chart'), subjects, sizes);
}

function show(rows: readonly Row[], sizes: readonly number[], chart: uPlot | undefined): void {
  const subjects = subjectsOf(rows);
  chart?.setData(dataOf(rows, subjects, sizes));
  const measured = sizesOf(rows);
  const body = subjects.map((subject) => [
    subject,
    ...measured.map((size) => {
      const row = find(rows, subject, size);
      return row ? element('span', {}, millions(row.rate), ' ', element('small', {}, times(row.ratio))) : '–';
    }),
  ]);
  fillTable(
    byId<HTMLTableElement>('speed-table'),
    'Millions of elements a second, and the ratio to the naive loop over the same type',
    [['Elements', ...measured.map(power)], ...body],
  );
  byId('speed-chart').setAttribute('aria-label', `Throughput over array size, as in the table. ${headline(rows)}`);
}

/** The best of the ways to compute σ at the largest size that was measured. */
function headline(rows: readonly Row[]): string {
  const largest = rows.at(-1)?.size;
  const [best] = rows
    .filter(({ subject, size }) => subject !== CEILING && size === largest)
    .toSorted((a, b) => b.ratio - a.ratio);
  return best ? `${count(best.size)} elements: ${best.subject}, ${times(best.ratio)} the naive loop over the same type.` : '';
}
