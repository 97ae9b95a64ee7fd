/** The panel that measures throughput: start, progress, cancel, and the figures to look at and to take along. */
import { byId, copy, download } from '../dom.ts';
import { count } from '../format.ts';
import { measure } from './measure.ts';
import type { Row } from './protocol.ts';
import { jsonOf, markdownOf, sizesOf } from './report.ts';
import { createResults } from './results.ts';

const LEAST_SIZE = 100;

/** How long a measurement takes, by its largest size: it works until then. */
const SECONDS: Readonly<Record<string, number>> = { 100000: 4, 1000000: 6, 10000000: 10 };

export function showSpeed(): void {
  const start = byId<HTMLButtonElement>('speed-start');
  const cancel = byId<HTMLButtonElement>('speed-cancel');
  const copying = byId<HTMLButtonElement>('speed-copy');
  const saving = byId<HTMLButtonElement>('speed-download');
  const status = byId('speed-status');
  const progress = byId<HTMLProgressElement>('speed-progress');
  const largest = byId<HTMLSelectElement>('speed-largest');
  const results = createResults();
  let rows: Row[] = [];
  let controller = new AbortController();

  async function run(): Promise<void> {
    const sizes = sizesUpTo(Number(largest.value));
    const seconds = SECONDS[largest.value] as number;
    controller = new AbortController();
    const before = rows;
    rows = [];
    const notes = new Set<string>();
    setRunning(true);
    const begin = performance.now();
    status.textContent = `Measuring for ${seconds} seconds`;
    try {
      const leftOut = await measure(sizes, {
        milliseconds: 1000 * seconds,
        signal: controller.signal,
        onProgress({ part, size }) {
          progress.value = part;
          status.textContent = `Measuring ${count(size)} elements`;
        },
        onRows(measured, skipped) {
          if (rows.length === 0) results.begin(sizes, measured);
          rows.push(...measured);
          for (const note of skipped) notes.add(note);
          results.show(rows);
        },
      });
      const took = ((performance.now() - begin) / 1000).toFixed(1);
      status.textContent = [`Measured in ${took} s; × is to the naive loop over the same type.`, ...notes, ...leftOut].join(
        ' ',
      );
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
    progress.hidden = !running;
    copying.disabled = running || rows.length === 0;
    saving.disabled = running || rows.length === 0;
    byId('speed').setAttribute('aria-busy', String(running));
  }

  function announce(): void {
    status.textContent = `Takes ${SECONDS[largest.value]} seconds.`;
  }

  byId('speed-results').hidden = true;
  progress.hidden = true;
  // On phones and tablets, memory for arrays of the largest size may end the page.
  if (matchMedia('(pointer: coarse)').matches) largest.value = '1000000';
  announce();
  largest.addEventListener('change', announce);
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
