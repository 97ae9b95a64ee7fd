/** What was measured, shown: the conclusion and bars for one size, a chart and a table of all of them. */
import type uPlot from 'uplot';
import { type Bar, showBars } from '../bars.ts';
import { byId, element, fillTable, fillTabs } from '../dom.ts';
import { count, power } from '../format.ts';
import { createSpeedChart, dataOf } from './chart.ts';
import { explore } from './explore.ts';
import { lookOf } from './look.ts';
import type { Row } from './protocol.ts';
import { bestOf, find, millions, sizesOf, subjectsOf, times } from './report.ts';
import { CEILING } from './subjects.ts';

/** The size whose bars are shown first, if it was measured. */
const FIRST_SIZE = 1_000_000;

export interface Results {
  /** Makes place for new measurements at these sizes. */
  readonly begin: (sizes: readonly number[], first: readonly Row[]) => void;
  readonly show: (rows: readonly Row[]) => void;
}

export function createResults(): Results {
  const host = byId('speed-chart');
  let rows: readonly Row[] = [];
  let all: readonly number[] = [];
  let subjects: string[] = [];
  let chart: uPlot | undefined;
  /** The size that the visitor chose. */
  let chosen: number | undefined;
  const spot = explore(host, () => chart && { chart, subjects, rows });

  const sizeShown = (): number => {
    const measured = sizesOf(rows);
    return [chosen, FIRST_SIZE].find((size) => size !== undefined && measured.includes(size)) ?? measured.at(-1) ?? 0;
  };

  function showSize(): void {
    const size = sizeShown();
    const best = bestOf(rows, size, 'float64');
    const best32 = bestOf(rows, size, 'float32');
    const copy = find(rows, CEILING, size);
    byId('speed-headline').textContent = best
      ? `${times(best.ratio)} as fast as the naive loop over ${count(size)} elements`
      : '';
    byId('speed-conclusion').textContent = [
      best && `${best.subject}: ${millions(best.rate)} million elements a second.`,
      best32 && `Over float32: ${times(best32.ratio)} its loop.`,
      copy && `Copying alone, which no computation can outrun, is at ${millions(copy.rate)}.`,
    ]
      .filter((sentence) => sentence !== undefined)
      .join(' ');
    // Those of one type stand together.
    const shown = rows.filter((row) => row.size === size && row.subject !== CEILING);
    showBars(byId('speed-bars'), [...shown.filter(isDouble), ...shown.filter((row) => !isDouble(row))].map(barOf));
  }

  return {
    begin(sizes, first) {
      byId('speed-results').hidden = false;
      all = sizes;
      subjects = subjectsOf(first).filter((subject) => subject !== CEILING);
      chart?.destroy();
      chart = createSpeedChart(host, subjects, sizes, spot);
    },
    show(measured) {
      rows = measured;
      const sizes = sizesOf(rows);
      const tabs = fillTabs(byId('speed-size'), 'speed-size', sizes.map(count), (i) => {
        chosen = sizes[i];
        showSize();
      });
      (tabs[sizes.indexOf(sizeShown())] as HTMLInputElement).checked = true;
      showSize();
      chart?.setData(dataOf(rows, subjects, all));
      showTable(rows);
    },
  };
}

const isDouble = ({ type }: Row): boolean => type === 'float64';

const barOf = ({ subject, rate, ratio }: Row): Bar => ({
  name: subject,
  colour: lookOf(subject).colour,
  value: rate,
  figure: [`${millions(rate)} M/s `, element('b', {}, times(ratio))],
});

function showTable(rows: readonly Row[]): void {
  const sizes = sizesOf(rows);
  const body = subjectsOf(rows).map((subject) => [
    subject,
    ...sizes.map((size) => {
      const row = find(rows, subject, size);
      return row ? element('span', {}, millions(row.rate), ' ', element('small', {}, times(row.ratio))) : '–';
    }),
  ]);
  fillTable(
    byId<HTMLTableElement>('speed-table'),
    'Millions of elements a second, and the ratio to the naive loop over the same type',
    [['Elements', ...sizes.map(power)], ...body],
  );
}
