/** The panel for files of one's own: drop or choose, progress, cancel, summary, histogram, download. */
import type uPlot from 'uplot';
import { byId, fillTable } from '../dom.ts';
import { bytes, count, duration, short, withMinus } from '../format.ts';
import { Refusal } from './format.ts';
import { createHistogram, histogramData } from './histogram.ts';
import { processFile } from './process.ts';
import type { DataResult } from './protocol.ts';
import { askReadAs, type Choices, changed } from './reading.ts';
import { createReadingView } from './reading-view.ts';
import { sampleFile } from './sample.ts';

export function showOwnData(): void {
  const drop = byId('data-drop');
  const input = byId<HTMLInputElement>('data-file');
  const progress = byId<HTMLProgressElement>('data-progress');
  const link = byId<HTMLAnchorElement>('data-download');
  let controller = new AbortController();
  let histogram: uPlot | undefined;
  let file: File | undefined;
  let choices: Choices = {};
  const view = createReadingView((name, value) => {
    choices = changed(choices, name, value);
    if (file !== undefined) void run(file);
  });

  function open(opened: File): void {
    file = opened;
    choices = {};
    view.hide();
    void run(file);
  }

  async function run(file: File): Promise<void> {
    // A newer file takes the place of one that is still being read.
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    clear();
    byId('data-work').hidden = false;
    byId('data-status').textContent = `Reading ${file.name}, ${bytes(file.size)}`;
    progress.value = 0;
    const begin = performance.now();
    try {
      const result = await processFile(file, {
        choices,
        signal,
        onReading: (reading) => {
          if (!signal.aborted) view.show(reading);
        },
        onProgress: (read) => {
          progress.value = read / file.size;
        },
      });
      const seconds = (performance.now() - begin) / 1000;
      byId('data-status').textContent =
        `${file.name}: ${numbers(result.summary.count)} in ${duration(seconds)}, σ itself in ${duration(result.seconds)}.`;
      show(file, result);
    } catch (error) {
      if (signal.aborted) {
        // Whoever aborted it for another file has said so since.
        if (controller.signal === signal) byId('data-status').textContent = `Cancelled; ${file.name} is unchanged.`;
      } else {
        byId('data-status').textContent = '';
        byId('data-error').textContent = `${file.name}: ${error instanceof Error ? error.message : String(error)}`;
        byId('data-error').hidden = false;
        if (error instanceof Refusal && error.readAs.length > 0) {
          view.show({
            notes: ['If you know better, choose how to read it.'],
            questions: [askReadAs(error.readAs, choices.readAs)],
          });
        }
      }
    } finally {
      if (controller.signal === signal) byId('data-work').hidden = true;
    }
  }

  /** Nothing that is shown may be of another file than the one that is named. */
  function clear(): void {
    byId('data-error').hidden = true;
    byId('data-results').hidden = true;
    URL.revokeObjectURL(link.href);
    link.setAttribute('href', '#data');
  }

  function show(file: File, result: DataResult): void {
    byId('data-results').hidden = false;
    byId('data-name').textContent = `σ of ${file.name}`;
    histogram ??= createHistogram(byId('data-chart'));
    histogram.setData(histogramData(result.summary.bins));
    byId('data-chart').setAttribute('aria-label', `Histogram of the results: ${inWords(result)}`);
    fillTable(byId<HTMLTableElement>('data-table'), 'Summary', rowsOf(result));
    link.href = URL.createObjectURL(result.blob);
    link.download = file.name.replace(/(\.[^.]*)?$/, '.sigmoid$1');
    link.textContent = `Download ${link.download}, ${bytes(result.blob.size)}`;
  }

  input.addEventListener('change', () => {
    const [chosen] = input.files ?? [];
    if (chosen) open(chosen);
    // So that the same file can be chosen again.
    input.value = '';
  });
  byId('data-sample').addEventListener('click', () => open(sampleFile()));
  byId('data-cancel').addEventListener('click', () => controller.abort());
  acceptDrops(drop, open);
}

function acceptDrops(target: HTMLElement, accept: (file: File) => void): void {
  // Beside the target the browser would leave the page to show the file.
  for (const type of ['dragover', 'drop']) window.addEventListener(type, (event) => event.preventDefault());
  target.addEventListener('dragover', () => target.classList.add('over'));
  target.addEventListener('dragleave', () => target.classList.remove('over'));
  target.addEventListener('drop', ({ dataTransfer }) => {
    target.classList.remove('over');
    const file = dataTransfer?.files[0];
    if (file) accept(file);
  });
}

const numbers = (many: number): string => (many === 1 ? '1 number' : `${count(many)} numbers`);

const figure = (value: number): string => (Number.isFinite(value) ? withMinus(short(value)) : '–');

/** Six digits, or all where they would make a 1 of what is less. */
const sigma = (value: number): string => {
  const rounded = Number(value.toPrecision(6));
  return withMinus(rounded === 1 ? value : rounded);
};

function rowsOf({ format, summary, kept }: DataResult): string[][] {
  const share = (part: number) => `${count(part)} (${((100 * part) / Math.max(1, summary.count)).toFixed(1)} %)`;
  return [
    [],
    ['Format', format],
    ['Numbers', count(summary.count)],
    ['x', `${figure(summary.from)} … ${figure(summary.to)}`],
    ['σ(x)', summary.count > summary.notANumber ? `${sigma(summary.least)} … ${sigma(summary.greatest)}` : '–'],
    ['Mean of σ(x)', figure(summary.mean)],
    ['At least 0.5', share(summary.half)],
    ['Exactly 0', share(summary.zeros)],
    ['Exactly 1', share(summary.ones)],
    ['Not a number', share(summary.notANumber)],
    ...kept.filter(([, many]) => many > 0).map(([what, many]) => [what, count(many)]),
  ];
}

const inWords = ({ summary }: DataResult): string =>
  `${numbers(summary.count)} from ${figure(summary.least)} to ${figure(summary.greatest)}, mean ${figure(summary.mean)}`;
