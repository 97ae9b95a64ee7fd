import { sigmoid } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import type { Row } from '../../bench/web/speed/protocol.ts';
import { describeBrowsers, largestFor } from './support/browsers.ts';
import { downloadOf } from './support/downloads.ts';
import { cellsOf, click, retype, textMatching, textOf } from './support/page.ts';

const ON_THIS_THREAD = [
  'Copy, the ceiling',
  'Naive loop',
  'Naive loop, float32',
  'TypeScript',
  'Wasm, plain arrays',
  'Wasm, allocated',
  'Wasm, allocated, float32',
  'Wasm, correct rounding',
];

describeBrowsers('the speed panel', (session) => {
  it('measures while the page stays responsive, shows the figures, and lets them be downloaded and copied', async () => {
    const page = await session.open();
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    const threads = cores > 1 ? ['async, 1 thread', `async, ${cores} threads`] : [];

    await page.select('#speed-largest', String(largestFor(session.kind)));
    await click(page, '#speed-start');
    await textMatching(page, '#speed-status', /Measuring/);
    // The page must stay responsive meanwhile.
    await retype(page, '#curve-x', '3');
    expect(await textOf(page, '#curve-value')).toBe(String(sigmoid(3)));
    expect(await page.$eval('#speed-start', (button) => button.checkVisibility())).toBe(false);
    await textMatching(page, '#speed-status', /naive loop/);

    const [head, ...body] = await cellsOf(page, '#speed-table');
    const sizes = ['10²', '10³', '10⁴', '10⁵', '10⁶'].slice(0, Math.log10(largestFor(session.kind)) - 1);
    expect(head).toEqual(['Elements', ...sizes]);
    const subjects = body.map(([name]) => name);
    expect(subjects).toEqual(expect.arrayContaining([...ON_THIS_THREAD, ...threads]));
    for (const [, ...cells] of body) for (const cell of cells) expect(cell).toMatch(/^[\d.]+ [\d.]+×$/);

    const json = await downloadOf(session, () => click(page, '#speed-download'));
    expect(json.name).toBe('sigmoid-wasm-speed.json');
    const { info, rows } = JSON.parse(json.bytes.toString()) as { info: object; rows: Row[] };
    expect(info).toMatchObject({ backend: 'wasm', threads: cores, shared: true, reasons: [] });
    expect(rows).toHaveLength(sizes.length * subjects.length);
    for (const { subject, type, size, rate, ratio } of rows) {
      const naive = type === 'float32' ? 'Naive loop, float32' : 'Naive loop';
      expect(subject.endsWith(', float32')).toBe(type === 'float32');
      const reference = rows.find((row) => row.subject === naive && row.size === size);
      expect(rate / ratio).toBeCloseTo(reference?.rate ?? 0);
    }
    console.log(ratiosOf(rows, session.kind));

    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => void document.body.setAttribute('data-copied', text);
    });
    await click(page, '#speed-copy');
    await textMatching(page, '#speed-copy', /Copied/);
    const markdown = await page.$eval('body', (body) => body.dataset.copied ?? '');
    for (const name of subjects) expect(markdown).toContain(`\n| ${name} | `);
    await page.close();
  });

  it('stops when it is cancelled, and keeps the figures that it has', async () => {
    const page = await session.open();
    await page.select('#speed-largest', '10000000');
    await click(page, '#speed-start');
    await textMatching(page, '#speed-status', /Measuring 1,000 /);
    await click(page, '#speed-cancel');
    await textMatching(page, '#speed-status', /^Cancelled; the figures up to [\d,]+ elements stand\.$/);
    expect(await page.$eval('#speed-start', (button) => button.checkVisibility())).toBe(true);
    expect(await page.$eval('#speed-download', (button) => (button as HTMLButtonElement).disabled)).toBe(false);
    await page.close();
  });
});

/** The ratios that this browser reached, which are printed and not asserted. */
function ratiosOf(rows: readonly Row[], browser: string): string {
  return ['Wasm, allocated', 'Wasm, allocated, float32']
    .map((name) => {
      const ratios = rows.filter(({ subject }) => subject === name).map(({ size, ratio }) => `${ratio.toFixed(2)} (${size})`);
      return `${browser}, ${name} to the naive loop: ${ratios.join(', ')}`;
    })
    .join('\n');
}
