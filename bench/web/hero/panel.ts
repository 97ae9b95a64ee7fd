/** The measurement at the top of the page: what the loop and the package need for the same million numbers, in a second. */
import { sigmoid } from 'sigmoid-wasm';
import { type Bar, showBars } from '../bars.ts';
import { byId, element } from '../dom.ts';
import { lookOf } from '../speed/look.ts';
import { isMeasuring, measure } from '../speed/measure.ts';
import type { Row } from '../speed/protocol.ts';
import { millions, times } from '../speed/report.ts';
import { naiveOf } from '../speed/subjects.ts';
import { savesData } from './saves-data.ts';

const SIZE = 1_000_000;
const MILLISECONDS = 1000;

/** What is measured, and in which words it is shown. */
type Way = readonly [subject: string, words: string];

/** The first is what the others are compared with. */
function waysOf(backend: string): Way[] {
  const loop: Way = [naiveOf('float64'), 'the loop with Math.exp'];
  if (backend !== 'wasm') return [loop, ['TypeScript', 'sigmoid, in TypeScript']];
  return [loop, ['Wasm, plain arrays', 'sigmoid, any array'], ['Wasm, allocated', 'sigmoid, arrays of alloc']];
}

export function showHero(): void {
  const start = byId<HTMLButtonElement>('hero-start');
  const status = byId('hero-status');
  const ways = waysOf(sigmoid.info.backend);

  async function run(): Promise<void> {
    if (start.ariaDisabled === 'true') return;
    // Not `disabled`: that would take the focus from whoever pressed it.
    start.ariaDisabled = 'true';
    status.textContent = 'Measuring for a second';
    try {
      await measure([SIZE], {
        names: ways.map(([subject]) => subject),
        milliseconds: MILLISECONDS,
        signal: new AbortController().signal,
        onProgress: () => undefined,
        onRows: (rows) => show(ways, rows),
      });
      status.textContent = 'Measured just now, and results verified.';
      start.textContent = 'Measure again';
    } catch (error) {
      status.textContent = `Not measured: ${error instanceof Error ? error.message : String(error)}.`;
    } finally {
      start.ariaDisabled = 'false';
    }
  }

  showBars(
    byId('hero-bars'),
    ways.map((way) => barOf(way)),
  );
  start.addEventListener('click', run);
  if (savesData()) status.textContent = 'Not measured yet, since you save data.';
  else
    whenQuiet(() => {
      // Nobody asked for this one: it does not take the place of one that the visitor has begun.
      if (isMeasuring()) status.textContent = 'Not measured yet.';
      else void run();
    });
}

function show(ways: readonly Way[], rows: readonly Row[]): void {
  const found = ways.map(([subject]) => rows.find((row) => row.subject === subject));
  byId('hero-times').textContent = `${Math.max(...found.map((row) => row?.ratio ?? 0)).toFixed(1)}×`;
  showBars(
    byId('hero-bars'),
    ways.map((way, i) => barOf(way, found[i])),
  );
}

const barOf = ([subject, name]: Way, row?: Row): Bar => ({
  name,
  colour: lookOf(subject).colour,
  ...(row
    ? { value: row.rate, figure: [`${millions(row.rate)} M/s `, element('b', {}, times(row.ratio))] }
    : { figure: ['–'] }),
});

/** Once the page is loaded and seen: a page in the background is slowed down, and one that loads slows down what is measured. */
function whenQuiet(begin: () => void): void {
  const look = () => {
    if (document.visibilityState !== 'visible') return;
    document.removeEventListener('visibilitychange', look);
    setTimeout(begin, 200);
  };
  document.addEventListener('visibilitychange', look);
  if (document.readyState === 'complete') look();
  else window.addEventListener('load', look, { once: true });
}
