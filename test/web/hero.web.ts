import { readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { sigmoid } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { describeBrowsers } from './support/browsers.ts';
import { barsOf, click, textMatching, textOf } from './support/page.ts';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** Waits for the measurement, and checks what it shows. */
async function expectMeasured(page: Page): Promise<void> {
  const times = await textMatching(page, '#hero-times', /^\d+\.\d×$/);
  const bars = await barsOf(page, '#hero-bars');
  expect(bars.map(({ name }) => name)).toEqual(['the loop with Math.exp', 'sigmoid, any array', 'sigmoid, arrays of alloc']);
  const figures = bars.map(
    ({ figure }) =>
      figure
        .match(/^([\d.,]+) M\/s ([\d.]+)×$/)
        ?.slice(1)
        .map((text) => Number(text.replaceAll(',', ''))) ?? [],
  );
  const [loop] = figures.map(([rate]) => rate as number);
  for (const [i, [rate = 0, ratio = 0]] of figures.entries()) {
    // As far as the digits that are shown go.
    expect(ratio / (rate / (loop as number))).toBeCloseTo(1, 1);
    const longest = Math.max(...figures.map(([rate = 0]) => rate));
    expect((bars[i] as { share: number }).share).toBeCloseTo(rate / longest, 2);
  }
  expect(figures[0]?.[1]).toBe(1);
  expect(Number.parseFloat(times)).toBeCloseTo(Math.max(...figures.map(([, ratio = 0]) => ratio)), 0);
  expect(await textOf(page, '#hero-status')).toMatch(/^Measured just now/);
}

describeBrowsers('the hero', (session) => {
  it('measures σ of a million numbers when the page opens, and moves nothing when it is done', async () => {
    const page = await session.open();
    const heightOf = () => page.$eval('.hero', ({ clientHeight }) => clientHeight);
    const before = await heightOf();
    await expectMeasured(page);
    expect(await heightOf()).toBe(before);
    await page.close();
  });

  it.each([
    [
      'the browser saves data',
      () => Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true }),
    ],
    [
      'the system asks for less data',
      () => {
        const real = matchMedia.bind(window);
        window.matchMedia = (query) => real(query.includes('prefers-reduced-data') ? 'all' : query);
      },
    ],
  ])('measures nothing where %s, until it is asked to', async (_, prefer) => {
    const page = await session.open(session.url, (page) => page.evaluateOnNewDocument(prefer));
    // Another page that opens after it has measured meanwhile.
    const other = await session.open();
    await textMatching(other, '#hero-times', /\d/);
    await other.close();
    await page.bringToFront();
    expect(await textOf(page, '#hero-times')).toBe('?×');
    expect(await textOf(page, '#hero-status')).toMatch(/^Not measured yet/);
    await click(page, '#hero-start');
    await expectMeasured(page);
    await page.close();
  });

  it('measures TypeScript where WebAssembly is missing', async () => {
    const page = await session.open(session.url, (page) =>
      page.evaluateOnNewDocument(() => {
        Reflect.deleteProperty(globalThis, 'WebAssembly');
      }),
    );
    expect((await barsOf(page, '#hero-bars')).map(({ name }) => name)).toEqual([
      'the loop with Math.exp',
      'sigmoid, in TypeScript',
    ]);
    await page.close();
  });

  it('links to the documentation, the repository and the package where package.json says that they are', async () => {
    const page = await session.open();
    const repository = manifest.repository.url.slice('git+'.length, -'.git'.length);
    expect(repository).toMatch(/^https:\/\/github\.com\/[\w-]+\/sigmoid-wasm$/);
    expect(await page.$$eval('.hero .links a', (links) => links.map(({ text, href }) => [text, href]))).toEqual([
      ['Documentation', `${repository}#readme`],
      ['Repository', repository],
      ['npm', `https://www.npmjs.com/package/${manifest.name}`],
    ]);
    await page.close();
  });

  it('shows three lines of code, which compute σ in place', async () => {
    const page = await session.open();
    const [first, ...rest] = (await textOf(page, '.hero pre')).split('\n');
    expect(rest).toHaveLength(2);
    expect(first).toBe("import { sigmoid } from 'sigmoid-wasm';");
    const x = new Function('sigmoid', `${rest.join('\n')}\nreturn x;`)(sigmoid) as Float64Array;
    expect(x).toHaveLength(1_000_000);
    expect(x.every((value) => value === sigmoid(0))).toBe(true);
    await page.close();
  });

  it('says in words how exact results are', async () => {
    const page = await session.open();
    expect(await textOf(page, '#about-rounding')).toBe('within 0.53 of the last digit; ½ is ideal');
    await page.close();
  });
});
