import type { Page } from 'puppeteer-core';

export const textOf = (page: Page, selector: string): Promise<string> =>
  page.$eval(selector, (element) => element.textContent?.trim() ?? '');

/** Waits until the text of an element matches, and returns it. @throws Error with the last text, if it never matches */
export async function textMatching(page: Page, selector: string, pattern: RegExp): Promise<string> {
  const matching = page.waitForFunction(
    (selector, source) => new RegExp(source).test(document.querySelector(selector)?.textContent ?? ''),
    { timeout: 90_000 },
    selector,
    pattern.source,
  );
  await matching.catch(async (cause) => {
    throw new Error(`${selector} does not match ${pattern}: ${await textOf(page, selector)}`, { cause });
  });
  return textOf(page, selector);
}

/** Replaces the text of an input by typing. */
export async function retype(page: Page, selector: string, text: string): Promise<void> {
  await page.focus(selector);
  await page.$eval(selector, (input) => (input as HTMLInputElement).select());
  await page.keyboard.type(text);
}

/** The cells of a table, row by row. */
export const cellsOf = (page: Page, selector: string): Promise<string[][]> =>
  page.$eval(selector, (table) =>
    [...(table as HTMLTableElement).rows].map((row) => [...row.cells].map((cell) => cell.textContent ?? '')),
  );

/** Scrolls to an element without animation, and clicks it. */
export async function click(page: Page, selector: string): Promise<void> {
  await page.$eval(selector, (element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await page.click(selector);
}

export interface ShownBar {
  readonly name: string;
  readonly figure: string;
  /** How long the bar is, as a part of its track. */
  readonly share: number;
}

/** The bars of a list, once they have reached their lengths. */
export function barsOf(page: Page, selector: string): Promise<ShownBar[]> {
  return page.$$eval(`${selector} > li`, async (items) => {
    const moves = items.flatMap((item) => item.getAnimations({ subtree: true }));
    await Promise.all(moves.map(({ finished }) => finished.catch(() => undefined)));
    return items.map((item) => {
      const track = item.querySelector('.track') as HTMLElement;
      return {
        name: item.querySelector('.name')?.textContent ?? '',
        figure: item.querySelector('.figure')?.textContent ?? '',
        share: (track.firstElementChild as HTMLElement).getBoundingClientRect().width / track.getBoundingClientRect().width,
      };
    });
  });
}
