import type { Page } from 'puppeteer-core';
import { sigmoid } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { USUAL } from '../../bench/web/accuracy/ranges.ts';
import { NAMES } from '../../bench/web/functions.ts';
import { serve } from '../../bench/web/serve.mjs';
import { violationsOf } from './support/barriers.ts';
import { describeBrowsers, largestFor, SCREENSHOTS } from './support/browsers.ts';
import { click, retype, textMatching, textOf } from './support/page.ts';

/** Uses every panel, so that all of their contents are visible. */
async function fillPanels(page: Page, largest: number): Promise<void> {
  await click(page, '#curve-derivative');
  await click(page, '#data-sample');
  await textMatching(page, '#data-status', /1,000,000 numbers/);
  await page.$eval('#accuracy', (panel) => panel.scrollIntoView({ behavior: 'instant' }));
  await page.waitForSelector('#accuracy-table tr');
  await page.select('#speed-largest', String(largest));
  await click(page, '#speed-start');
  await textMatching(page, '#speed-status', /naive loop/);
  await page.$eval('html', (root) => root.scrollTo({ top: 0, behavior: 'instant' }));
  await page.mouse.move(0, 0);
}

describeBrowsers('the page', (session) => {
  it('shows the backend, threads and memory that the browser gave', async () => {
    const page = await session.open();
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    expect(await textOf(page, '#about-backend')).toBe('WebAssembly SIMD');
    expect(await textOf(page, '#about-threads')).toBe(String(cores));
    expect(await textOf(page, '#about-memory')).toBe('shared between threads');
    expect(await textOf(page, '#about-reasons')).toBe('');
    console.log(`${session.kind}: ${await textOf(page, '#first-result')}`);
    await page.close();
  });

  it('says why there are no more than two threads where it is not isolated', async () => {
    const server = await serve({ isolated: false });
    const page = await session.open(server.url, (page) =>
      page.evaluateOnNewDocument(() => {
        navigator.serviceWorker.register = () => Promise.reject(new Error('not here'));
      }),
    );
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    expect(await textOf(page, '#about-threads')).toBe(String(Math.min(2, cores)));
    expect(await textOf(page, '#about-memory')).toBe('of one thread');
    expect(await textOf(page, '#about-reasons')).toMatch(/no shared memory.*COOP and COEP/);
    expect(await textMatching(page, '#offline', /./)).toContain('keeps nothing');
    await click(page, '#data-sample');
    await textMatching(page, '#data-status', /1,000,000 numbers/);
    await page.close();
    server.close();
  });

  it('says why it computes in TypeScript where WebAssembly is missing', async () => {
    const page = await session.open(session.url, (page) =>
      page.evaluateOnNewDocument(() => Reflect.deleteProperty(globalThis, 'WebAssembly')),
    );
    expect(await textOf(page, '#about-backend')).toBe('TypeScript');
    expect(await textOf(page, '#about-reasons')).toMatch(/no WebAssembly: /);
    expect(await textOf(page, '#curve-value')).toBe(String(sigmoid(2)));
    await page.close();
  });

  it('has no barrier and does not overflow, on a wide screen and on a phone, light and dark', async () => {
    const page = await session.open();
    await fillPanels(page, largestFor(session.kind));
    for (const [name, width] of [
      ['wide', 1280],
      ['phone', 390],
    ] as const) {
      await page.setViewport({ width, height: 900 });
      for (const scheme of session.kind === 'Chromium' ? ['light', 'dark'] : ['light']) {
        if (session.kind === 'Chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        await page.screenshot({ path: `${SCREENSHOTS}${session.kind.toLowerCase()}-${name}-${scheme}.png`, fullPage: true });
        expect(await violationsOf(page)).toEqual([]);
        expect(await page.$eval('html', (root) => root.scrollWidth - root.clientWidth)).toBe(0);
      }
    }
    await page.close();
  });

  it.each([
    ['wide', 1280],
    ['phone', 390],
  ] as const)('has no barrier, does not overflow and keeps its layout when functions are chosen (%s)', async (size, width) => {
    const page = await session.open();
    await page.setViewport({ width, height: 900 });
    await click(page, '#curve-derivative');
    await page.$eval('#accuracy', (panel) => panel.scrollIntoView({ behavior: 'instant' }));
    await page.waitForSelector('#accuracy-table tr');
    const heights = () => page.$$eval('.panel', (panels) => panels.map(({ clientHeight }) => clientHeight));
    const before = await heights();
    for (const [i, name] of NAMES.entries()) {
      await click(page, `#accuracy-function-${i}`);
      await page.waitForFunction(
        (expected) => document.querySelector('#accuracy-usual .shown')?.textContent === expected,
        {},
        USUAL[name].text,
      );
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.$eval('html', (root) => root.scrollWidth - root.clientWidth)).toBe(0);
      expect(await heights()).toEqual(before);
      await page.screenshot({ path: `${SCREENSHOTS}${session.kind.toLowerCase()}-${size}-${name}.png`, fullPage: true });
    }
    await page.close();
  });

  it('can be used by the Tab key alone, which reaches all controls in order', async () => {
    const page = await session.open();
    await page.$eval('#accuracy', (panel) => panel.scrollIntoView({ behavior: 'instant' }));
    await page.waitForSelector('#accuracy-table tr');
    const reached: string[] = [];
    while (reached.at(-1) !== 'data-sample' && reached.length < 40) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement?.id ?? ''));
    }
    expect(reached.filter((id) => id !== '')).toEqual([
      'hero-start',
      'copy-install',
      'curve-function-0',
      'curve-chart',
      'curve-x',
      'curve-derivative',
      'speed-start',
      'speed-largest',
      'accuracy-function-0',
      'accuracy-range-0',
      'data-file',
      'data-sample',
    ]);
    await page.close();
  });

  it('works without a network after the first visit', async () => {
    const server = await serve();
    const page = await session.open(server.url);
    await textMatching(page, '#offline', /^Kept/);
    server.close();
    await page.reload();
    await retype(page, '#curve-x', '1');
    expect(await textOf(page, '#curve-value')).toBe(String(sigmoid(1)));
    await click(page, '#data-sample');
    await textMatching(page, '#data-status', /1,000,000 numbers/);
    await page.close();
  });

  it('isolates itself where the server does not send the headers', async () => {
    const server = await serve({ isolated: false });
    const page = await session.open(server.url);
    await page.waitForFunction(() => crossOriginIsolated && document.getElementById('first-result')?.textContent !== '');
    expect(await textOf(page, '#about-memory')).toBe('shared between threads');
    await page.close();
    server.close();
  });
});
