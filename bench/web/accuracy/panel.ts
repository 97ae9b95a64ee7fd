/** The panel of errors over x for the chosen function: one range at a time as a chart, all of them as a table. */
import type uPlot from 'uplot';
import { addChooser } from '../chooser.ts';
import { byId, element, fillStack, fillTable, fillTabs, showInStack } from '../dom.ts';
import { yieldToEventLoop } from '../event-loop.ts';
import { short } from '../format.ts';
import { type FunctionName, NAMES, variableOf } from '../functions.ts';
import { createErrorChart, drawErrors } from './chart.ts';
import { type Errors, errorsIn, type Summary } from './errors.ts';
import { RANGES, USUAL } from './ranges.ts';
import { wordsFor } from './words.ts';

const NOTES = NAMES.flatMap((name) => RANGES[name].map(({ note }) => note));

export function showAccuracy(): void {
  const inView = comesIntoView(byId('accuracy'));
  const errors = new Map<FunctionName, Promise<Errors[]>>();
  let chart: uPlot | undefined;
  let latest: FunctionName | undefined;

  async function showFunction(name: FunctionName): Promise<void> {
    latest = name;
    // Nobody waits for it before it comes into view.
    await inView;
    const found = errors.get(name) ?? errorsOf(name);
    errors.set(name, found);
    const all = await found;
    if (latest !== name) return;
    chart ??= createErrorChart(byId('accuracy-chart'));
    show(chart, name, all);
  }

  fillStack(byId('accuracy-note'), NOTES);
  fillStack(
    byId('accuracy-usual'),
    NAMES.map((name) => USUAL[name].text),
  );
  addChooser(byId('accuracy-function'), (name) => void showFunction(name));
}

/** When the element is, or nearly is, within the window. */
function comesIntoView(target: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        resolve();
      },
      { rootMargin: '300px' },
    );
    observer.observe(target);
  });
}

/** Range by range, between which the page can answer. */
async function errorsOf(name: FunctionName): Promise<Errors[]> {
  const all: Errors[] = [];
  for (const range of RANGES[name]) {
    all.push(errorsIn(name, range));
    await yieldToEventLoop();
  }
  return all;
}

function show(chart: uPlot, name: FunctionName, all: readonly Errors[]): void {
  const ranges = RANGES[name];

  function select(index: number): void {
    const range = ranges[index] as (typeof ranges)[0];
    const errors = all[index] as Errors;
    drawErrors(chart, name, errors);
    byId('accuracy-words').textContent = wordsFor(errors);
    showInStack(byId('accuracy-note'), NOTES.indexOf(range.note));
    byId('accuracy-chart').setAttribute(
      'aria-label',
      `Errors for ${variableOf(name)} from ${range.name}: usual expression at most ${short(errors.usual.maximum)} ULP, sigmoid-wasm at most ${short(errors.ours.maximum)} ULP`,
    );
  }

  fillTabs(
    byId('accuracy-range'),
    'accuracy-range',
    ranges.map((range) => range.name),
    select,
  );
  showInStack(byId('accuracy-usual'), NAMES.indexOf(name));
  showInStack(byId('accuracy-rounding'), name === 'sigmoid' ? 0 : 1);
  select(0);
  fillTable(
    byId<HTMLTableElement>('accuracy-table'),
    'Largest error in ULP, and share of results that are not the nearest double',
    [
      [variableOf(name), 'usual', 'faithful', ...(all[0]?.correct ? ['correct'] : [])],
      ...all.map(({ usual, ours, correct }, i) => [
        (ranges[i] as (typeof ranges)[0]).name,
        cell(usual),
        cell(ours),
        ...(correct ? [cell(correct)] : []),
      ]),
    ],
  );
}

function cell({ maximum, misrounded }: Summary): HTMLElement {
  const share = `${(misrounded * 100).toFixed(1)} %`;
  return element('span', {}, short(maximum), ' ', element('small', {}, share));
}
