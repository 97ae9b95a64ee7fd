/** Bars on a linear axis from 0, each with its name and its figure beside it, as a list. */
import { element } from './dom.ts';

export interface Bar {
  readonly name: string;
  /** By the name that it has in theme.css. */
  readonly colour: string;
  /** In the unit of the others; none while it is not known. */
  readonly value?: number;
  /** What stands at the end of the bar. */
  readonly figure: readonly (Node | string)[];
}

/** Shows the bars, the longest over the whole width. Bars that keep their names move to their new lengths. */
export function showBars(list: HTMLElement, bars: readonly Bar[]): void {
  const most = Math.max(...bars.map(({ value = 0 }) => value)) || 1;
  const names = [...list.children].map((item) => item.querySelector('.name')?.textContent);
  if (names.join('\n') !== bars.map(({ name }) => name).join('\n')) list.replaceChildren(...bars.map(emptyBar));
  for (const [i, { colour, value = 0, figure }] of bars.entries()) {
    const item = list.children[i] as HTMLElement;
    item.style.setProperty('--mark', `var(--${colour})`);
    item.style.setProperty('--share', String(value / most));
    item.querySelector('.figure')?.replaceChildren(...figure);
  }
}

const emptyBar = ({ name }: Bar): HTMLElement =>
  element(
    'li',
    {},
    element('span', { class: 'name' }, name),
    element('span', { class: 'track', 'aria-hidden': 'true' }, element('span', {})),
    element('span', { class: 'figure' }),
  );
