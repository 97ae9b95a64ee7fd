import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { sigmoid } from 'sigmoid-wasm';
import { afterAll, expect, it } from 'vitest';
import { BAD_FILES } from './support/bad-files.ts';
import { violationsOf } from './support/barriers.ts';
import { describeBrowsers, SCREENSHOTS } from './support/browsers.ts';
import { randomBytes } from './support/bytes.ts';
import { downloadOf } from './support/downloads.ts';
import { npyFile, withElements } from './support/npy.ts';
import { cellsOf, click, textMatching, textOf } from './support/page.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function choose(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const input = (await page.$('#data-file')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(path);
}

/** Numbers of many magnitudes, and special ones. */
function numbers(length: number): Float64Array<ArrayBuffer> {
  const values = Float64Array.from({ length }, (_, i) => Math.sin(i) * 10 ** ((i % 7) - 3));
  values.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, -740, 36.9, 5e-324]);
  return values;
}

describeBrowsers('the panel for your own data', (session) => {
  it.each([
    ['float64', numbers(100_000)],
    ['float32', Float32Array.from(numbers(100_000))],
  ] as const)('returns a .npy file of %s with the bytes that Node computes', async (type, values) => {
    const page = await session.open();
    const file = npyFile(values, { shape: '(100, 1000)' });
    await choose(page, 'values.npy', file);
    await textMatching(page, '#data-status', /^values\.npy: 100,000 numbers in /);
    const rows = new Map((await cellsOf(page, '#data-table')).map(([name, value]) => [name, value]));
    const results = sigmoid(values);
    expect(rows.get('Numbers')).toBe('100,000');
    expect(rows.get('Format')).toBe(`NumPy .npy, ${type}`);
    expect(rows.get('Not a number')).toBe('1 (0.0 %)');
    expect(rows.get('Exactly 1')).toMatch(`${results.filter((y) => y === 1).length.toLocaleString('en')} (`);

    const { name, bytes } = await downloadOf(session, () => click(page, '#data-download'), file.length);
    expect(name).toBe('values.sigmoid.npy');
    expect(bytes.equals(withElements(file, results))).toBe(true);
    await page.close();
  });

  it('returns a file of raw float64 that is read in many pieces', async () => {
    const page = await session.open();
    const values = numbers(3_000_001);
    await choose(page, 'values.f64', new Uint8Array(values.buffer));
    await textMatching(page, '#data-status', /3,000,001 number/);
    const { name, bytes } = await downloadOf(session, () => click(page, '#data-download'), values.byteLength);
    expect(name).toBe('values.sigmoid.f64');
    expect(bytes.equals(Buffer.from(sigmoid(values).buffer))).toBe(true);
    await page.close();
  });

  it('says how it reads a table, and reads it as the visitor wants', async () => {
    const page = await session.open();
    const result = async () => (await downloadOf(session, () => click(page, '#data-download'))).bytes.toString();
    await choose(page, 'table.csv', 'id;x\r\n1; -20\r\n2;NA\r\n');
    await textMatching(page, '#data-status', /^table\.csv: 1 number /);
    expect(await textOf(page, '#data-notes')).toBe(
      '2 columns, separated by semicolons. The first row is taken for a heading: “id”, “x”. Computed is “x”, the first column with negative numbers or fractions. All columns stay, and the results stand in one more, “sigmoid(x)”.',
    );
    expect(await result()).toBe(`id;x;sigmoid(x)\r\n1; -20;${sigmoid(-20)}\r\n2;NA;NA\r\n`);
    const rows = new Map((await cellsOf(page, '#data-table')).map(([name, value]) => [name, value]));
    expect(rows.get('Missing, kept')).toBe('1');

    // By keyboard, as most are who can't use a mouse; the choice keeps the focus.
    await page.focus('#data-choose-column');
    await page.keyboard.press('i');
    if (session.kind === 'Firefox') await page.keyboard.press('Enter');
    await textMatching(page, '#data-status', /^table\.csv: 2 numbers /);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('data-choose-column');
    await page.select('#data-choose-into', 'place');
    await textMatching(page, '#data-notes', /^(?!.*All columns stay)/);
    await textMatching(page, '#data-status', /^table\.csv: 2 numbers /);
    expect(await result()).toBe(`id;x\r\n${sigmoid(1)}; -20\r\n${sigmoid(2)};NA\r\n`);

    await page.select('#data-choose-heading', 'no');
    expect(await textMatching(page, '#data-error', /./)).toBe('table.csv: Line 1, column 1 is not a number: “id”.');
    expect(await page.$eval('#data-results', (results) => results.checkVisibility())).toBe(false);
    await page.select('#data-choose-heading', 'yes');
    await textMatching(page, '#data-status', /^table\.csv: 2 numbers /);
    await page.close();
  });

  it.each([
    [1280, 900],
    [390, 844],
  ])('has no barriers and nothing beside a window of %i × %i, whatever it shows', async (width, height) => {
    const page = await session.open(session.url, (page) => page.setViewport({ width, height }));
    const files: readonly [string, string, string][] = [
      ['table', '#data-download', `# a comment\nid,a rather long name of a column,logit\n${'1,a,-0.5\n2,b,NA\n'.repeat(200)}`],
      ['fault', '#data-error', 'id,logit\n1,-0.5\n2,0.5\n3,0.25\n4,0.5\n5,"1,5"\n'],
      ['refused', '#data-error', '%PDF-1.7\n'],
    ];
    for (const [name, shown, content] of files) {
      await choose(page, `${name}.csv`, content);
      await page.waitForSelector(shown, { visible: true });
      expect(await violationsOf(page, '#data')).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const panel = (await page.$('#data')) as ElementHandle;
      await panel.screenshot({ path: `${SCREENSHOTS}${session.kind}-data-${name}-${width}.png` });
    }
    await page.close();
  });

  it('processes a file that is dropped on it', async () => {
    const page = await session.open();
    // No driver can drag a file into the browser, so the test dispatches the same events.
    await page.$eval('#data-drop', (target) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['1 2 3\n'], 'dropped.txt'));
      for (const type of ['dragover', 'drop']) {
        target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    });
    await textMatching(page, '#data-status', /^dropped\.txt: 3 numbers/);
    await page.close();
  });

  it('says what is wrong with a file, and shows no result of another file', async () => {
    const page = await session.open();
    await choose(page, 'good.csv', '1,2\n');
    await textMatching(page, '#data-status', /^good\.csv: 2 numbers/);
    for (const { name, content, message } of BAD_FILES) {
      await choose(page, name, content);
      expect(await textMatching(page, '#data-error', new RegExp(`^${name.replace('.', '\\.')}: `))).toMatch(message);
      expect(await page.$eval('#data-work', (work) => work.checkVisibility())).toBe(false);
      expect(await page.$eval('#data-results', (results) => results.checkVisibility())).toBe(false);
      expect(await page.$eval('#data-download', (link) => link.getAttribute('href'))).toBe('#data');
    }
    expect(await textOf(page, '#data-status')).toBe('');

    await choose(page, 'good.csv', '3\n');
    await textMatching(page, '#data-status', /^good\.csv: 1 number/);
    expect(await page.$eval('#data-error', (error) => error.checkVisibility())).toBe(false);
    await page.close();
  });

  it('refuses what does not look like numbers, and reads it if the visitor insists', async () => {
    const page = await session.open();
    const bytes = randomBytes(8000);
    bytes.set(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
    await choose(page, 'picture.f64', bytes);
    expect(await textMatching(page, '#data-error', /./)).toMatch(/^picture\.f64: This is a PNG image/);
    await page.select('#data-choose-readAs', 'float32');
    await textMatching(page, '#data-status', /^picture\.f64: 2,000 numbers/);
    expect(await page.$eval('#data-error', (error) => error.checkVisibility())).toBe(false);
    await page.select('#data-choose-readAs', 'float64');
    await textMatching(page, '#data-status', /^picture\.f64: 1,000 numbers/);
    const download = await downloadOf(session, () => click(page, '#data-download'), bytes.length);
    expect(download.bytes.equals(Buffer.from(sigmoid(new Float64Array(bytes.buffer)).buffer))).toBe(true);

    // What was chosen for one file says nothing of the next.
    await choose(page, 'picture.f64', bytes);
    await textMatching(page, '#data-error', /PNG image/);
    await choose(page, 'good.csv', '1\n');
    await textMatching(page, '#data-status', /^good\.csv: 1 number/);
    expect(await page.$eval('#data-choose-readAs', (select) => (select as HTMLSelectElement).value)).toBe('text');
    await page.close();
  });

  it('stops when it is cancelled, and shows no results', async () => {
    const page = await session.open();
    await choose(page, 'long.csv', '0.123456789,-1.5\n'.repeat(3_000_000));
    // Clicked within the page, as soon as there is progress: on a busy machine the file could be read before a click from outside.
    await page.waitForFunction(() => {
      const begun = (document.getElementById('data-progress') as HTMLProgressElement).value > 0;
      if (begun) document.getElementById('data-cancel')?.click();
      return begun;
    });
    await textMatching(page, '#data-status', /^Cancelled; long\.csv is unchanged\.$/);
    expect(await page.$eval('#data-work', (work) => work.checkVisibility())).toBe(false);
    expect(await page.$eval('#data-results', (results) => results.checkVisibility())).toBe(false);
    await page.close();
  });
});
