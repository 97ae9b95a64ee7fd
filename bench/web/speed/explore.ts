/** Looking at one measurement of the chart, by the pointer or by keys: its line stands out, and its figures stand beside it. */
import type uPlot from 'uplot';
import { element } from '../dom.ts';
import { power } from '../format.ts';
import { positionOf, type Spot } from './chart.ts';
import type { Row } from './protocol.ts';
import { find, millions, sizesOf, subjectsOf, times } from './report.ts';

export interface Explored {
  readonly chart: uPlot;
  /** Of the lines of the chart. */
  readonly subjects: readonly string[];
  /** What has been measured so far. */
  readonly rows: readonly Row[];
}

/** Listens on `host`. Returns what is being looked at, for the chart to draw. */
export function explore(host: HTMLElement, explored: () => Explored | undefined): () => Spot | undefined {
  let spot: Spot | undefined;
  const tip = element('div', { class: 'tip', hidden: '' });

  function lookAt(next: Spot | undefined): void {
    const now = explored();
    if (!now) return;
    const { chart, subjects, rows } = now;
    const row = next && find(rows, next.subject, next.size);
    const position = next && positionOf(chart, subjects, next);
    spot = row && next;
    tip.hidden = !row;
    chart.setSeries(row ? subjects.indexOf(row.subject) + 1 : (null as unknown as number), { focus: true });
    chart.redraw(false);
    if (!row || !position) return;
    if (tip.parentElement !== host) host.append(tip);
    const sizes = sizesOf(rows);
    const figures = `${millions(row.rate)} M/s, ${times(row.ratio)} the naive loop`;
    tip.replaceChildren(element('b', {}, row.subject), `${power(row.size)} elements: ${figures}`);
    tip.classList.toggle('leftwards', position.x > host.clientWidth / 2);
    tip.style.setProperty('--x', `${position.x}px`);
    tip.style.setProperty('--y', `${position.y}px`);
    host.setAttribute('aria-valuemax', String(sizes.length - 1));
    host.setAttribute('aria-valuenow', String(sizes.indexOf(row.size)));
    host.setAttribute('aria-valuetext', `${row.subject}, ${row.size} elements: ${figures}`);
  }

  // After the chart, which follows the size of its place too, has been drawn anew.
  new ResizeObserver(() => requestAnimationFrame(() => spot && lookAt(spot))).observe(host);
  host.addEventListener('pointermove', ({ clientX, clientY }) => {
    const now = explored();
    if (now) lookAt(nearest(now, clientX, clientY));
  });
  host.addEventListener('pointerleave', () => lookAt(document.activeElement === host ? spot : undefined));
  host.addEventListener('focus', () => {
    const now = explored();
    if (now) lookAt(spot ?? fastest(now));
  });
  host.addEventListener('blur', () => lookAt(undefined));
  host.addEventListener('keydown', (event) => {
    const now = explored();
    if (!now) return;
    if (event.key === 'Escape') lookAt(undefined);
    const target = targetOf(event.key, now, spot ?? fastest(now));
    if (target === undefined) return;
    event.preventDefault();
    lookAt(target);
  });
  return () => spot;
}

function nearest({ chart, subjects, rows }: Explored, clientX: number, clientY: number): Spot | undefined {
  const { left, top } = (chart.root as HTMLElement).getBoundingClientRect();
  const distanceTo = (row: Row) => {
    const at = positionOf(chart, subjects, { subject: row.subject, size: row.size });
    return at ? Math.hypot(at.x - (clientX - left), at.y - (clientY - top)) : Number.POSITIVE_INFINITY;
  };
  const [row] = rows.filter(({ subject }) => subjects.includes(subject)).toSorted((a, b) => distanceTo(a) - distanceTo(b));
  return row && { subject: row.subject, size: row.size };
}

/** At the largest size. */
function fastest({ subjects, rows }: Explored): Spot | undefined {
  const size = rows.at(-1)?.size;
  const [row] = rows.filter((row) => row.size === size && subjects.includes(row.subject)).toSorted((a, b) => b.rate - a.rate);
  return row && { subject: row.subject, size: row.size };
}

/** Left and right go along a line, up and down from line to line. */
function targetOf(key: string, { subjects, rows }: Explored, spot: Spot | undefined): Spot | undefined {
  if (!spot) return undefined;
  const sizes = sizesOf(rows);
  const along = (i: number): Spot => ({ ...spot, size: sizes[Math.max(0, Math.min(sizes.length - 1, i))] as number });
  const here = sizes.indexOf(spot.size);
  const byRate = subjectsOf(rows)
    .flatMap((subject) => (subjects.includes(subject) ? (find(rows, subject, spot.size) ?? []) : []))
    .toSorted((a, b) => a.rate - b.rate)
    .map(({ subject }) => subject);
  const across = (by: number): Spot => {
    const i = byRate.indexOf(spot.subject) + by;
    return { ...spot, subject: byRate[Math.max(0, Math.min(byRate.length - 1, i))] as string };
  };
  switch (key) {
    case 'ArrowLeft':
      return along(here - 1);
    case 'ArrowRight':
      return along(here + 1);
    case 'Home':
      return along(0);
    case 'End':
      return along(sizes.length - 1);
    case 'ArrowUp':
      return across(1);
    case 'ArrowDown':
      return across(-1);
    default:
      return undefined;
  }
}
