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
