import type { Page } from 'puppeteer-core';
import { sigmoid } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { count, power } from '../../bench/web/format.ts';
import type { Row } from '../../bench/web/speed/protocol.ts';
import { millions, times } from '../../bench/web/speed/report.ts';
import type { BrowserName } from '../support/browsers.ts';
import { describeBrowsers, largestFor } from './support/browsers.ts';
import { downloadOf } from './support/downloads.ts';
import { barsOf, cellsOf, click, retype, textMatching, textOf } from './support/page.ts';

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
    await textMatching(page, '#speed-status', /^Measured in [\d.]+ s; × is to the naive loop over the same type\.$/);

    const [head, ...body] = await cellsOf(page, '#speed-table');
    const sizes = ['10²', '10³', '10⁴', '10⁵', '10⁶'].slice(0, Math.log10(largestFor(session.kind)) - 1);
    expect(head).toEqual(['Elements', ...sizes]);
    const subjects = body.map(([name]) => name);
    expect(subjects).toEqual(expect.arrayContaining([...ON_THIS_THREAD, ...threads]));
    for (const [, ...cells] of body) for (const cell of cells) expect(cell).toMatch(/^[\d.,]+ [\d.]+×$/);

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

  it('says in its headline how much faster than the loop it is, and shows bars of one size that the visitor chooses', async () => {
    const page = await session.open();
    const rows = await measureAt(page, session.kind);
    const chosen = () => page.$eval('#speed-size', (tabs) => tabs.querySelector(':checked')?.parentElement?.textContent);
    const sizes = [...new Set(rows.map(({ size }) => size))];
    expect(await chosen()).toBe(count(sizes.at(-1) as number));
    for (const [i, size] of sizes.entries()) {
      await click(page, `#speed-size-${i}`);
      const here = rows.filter((row) => row.size === size && row.subject !== 'Copy, the ceiling');
      const best = Math.max(...here.filter(({ type }) => type === 'float64').map(({ ratio }) => ratio));
      expect(await textOf(page, '#speed-headline')).toBe(
        `${times(best)} as fast as the naive loop over ${count(size)} elements`,
      );
      const bars = await barsOf(page, '#speed-bars');
      expect(bars.map(({ name, figure }) => [name, figure]).toSorted()).toEqual(
        here.map(({ subject, rate, ratio }) => [subject, `${millions(rate)} M/s ${times(ratio)}`]).toSorted(),
      );
      const longest = Math.max(...here.map(({ rate }) => rate));
      for (const { name, share } of bars) {
        expect(share).toBeCloseTo((here.find(({ subject }) => subject === name)?.rate ?? 0) / longest, 2);
      }
    }
    await page.close();
  });

  it('shows the figures of the point at which the pointer is, or the focus', async () => {
    const page = await session.open();
    const rows = await measureAt(page, session.kind);
    const size = rows.at(-1)?.size;
    const byRate = rows
      .filter((row) => row.size === size && row.subject !== 'Copy, the ceiling')
      .toSorted((a, b) => b.rate - a.rate);
    const isShown = (row: Row | undefined) => {
      if (row === undefined) throw new Error('no such row');
      const figures = `${millions(row.rate)} M/s, ${times(row.ratio)} the naive loop`;
      return {
        tip: `${row.subject}${power(row.size)} elements: ${figures}`,
        text: `${row.subject}, ${row.size} elements: ${figures}`,
      };
    };
    const shown = () =>
      page.$eval('#speed-chart', (chart) => ({
        tip: chart.querySelector('.tip')?.textContent,
        text: chart.getAttribute('aria-valuetext'),
      }));
    await page.focus('#speed-chart');
    expect(await shown()).toEqual(isShown(byRate[0]));
    await page.keyboard.press('ArrowDown');
    expect(await shown()).toEqual(isShown(byRate[1]));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    expect(await shown()).toEqual(isShown(rows.find((row) => row.size === 100 && row.subject === byRate[0]?.subject)));
    await page.keyboard.press('ArrowRight');
    expect(await shown()).toEqual(isShown(rows.find((row) => row.size === 1000 && row.subject === byRate[0]?.subject)));
    const isTipVisible = () => page.$eval('#speed-chart .tip', (tip) => tip.checkVisibility());
    expect(await isTipVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await isTipVisible()).toBe(false);

    await page.$eval('#speed-chart', (chart) => chart.scrollIntoView({ block: 'center', behavior: 'instant' }));
    const box = await (await page.$('#speed-chart .u-over'))?.boundingBox();
    if (!box) throw new Error('the chart has no plotting area');
    // The lower left corner: there the slowest is, at the least size.
    await page.mouse.move(box.x + 2, box.y + box.height - 2);
    const slowest = rows.filter((row) => row.size === 100).toSorted((a, b) => a.rate - b.rate)[0];
    expect(await shown()).toEqual(isShown(slowest));
    await page.mouse.move(0, 0);
    await page.$eval('#speed-chart', (chart) => (chart as HTMLElement).blur());
    expect(await isTipVisible()).toBe(false);
    await page.close();
  });

  it('draws its lines over most of the height, whatever the speed of a copy', async () => {
    const page = await session.open();
    const rows = await measureAt(page, session.kind);
    const lines = ['naive', 'typescript', 'ours', 'plain', 'correct'];
    const heights = await page.$eval(
      '#speed-chart',
      (host, colours) => {
        const canvas = host.querySelector('canvas') as HTMLCanvasElement;
        const { data, width } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
          0,
          0,
          canvas.width,
          canvas.height,
        );
        const styles = getComputedStyle(document.documentElement);
        return colours.flatMap((name) => {
          const wanted = styles.getPropertyValue(`--${name}`).trim();
          const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(wanted.slice(i, i + 2), 16));
          const rows = [];
          for (let i = 0; i < data.length; i += 4) {
            if (data[i] === r && data[i + 1] === g && data[i + 2] === b) rows.push(Math.floor(i / 4 / width) / canvas.height);
          }
          return [Math.min(...rows), Math.max(...rows)];
        });
      },
      lines,
    );
    expect(rows.some(({ subject }) => subject === 'Copy, the ceiling')).toBe(true);
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(0.4);
    await page.close();
  });

  it('fits its table on every screen, or lets it be scrolled and says so', async () => {
    const page = await session.open();
    await measureAt(page, session.kind);
    const stateAt = async (width: number) => {
      await page.setViewport({ width, height: 900 });
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      return page.$eval('#speed-results .scroll', (host) => ({
        hidden: host.scrollWidth - host.clientWidth,
        overflowing: host.classList.contains('overflowing'),
        hint: getComputedStyle(host, '::before').content,
        isFaded: getComputedStyle(host).maskImage !== 'none',
      }));
    };
    for (const width of [1024, 1280, 1440, 1920]) {
      expect(await stateAt(width)).toEqual({ hidden: 0, overflowing: false, hint: 'none', isFaded: false });
    }
    const phone = await stateAt(320);
    expect(phone).toMatchObject({ overflowing: true, isFaded: true });
    expect(phone.hidden).toBeGreaterThan(0);
    expect(phone.hint).toContain('scroll this table');
    await page.$eval('#speed-results .scroll', (host) => host.scrollTo({ left: 10_000, behavior: 'instant' }));
    await page.waitForFunction(() => !document.querySelector('#speed-results .scroll')?.classList.contains('more'));
    const last = await page.$eval('#speed-results .scroll', (host) => {
      const cell = (host.querySelector('tbody td:last-child') as HTMLElement).getBoundingClientRect();
      return cell.right - host.getBoundingClientRect().right;
    });
    expect(last).toBeLessThanOrEqual(1);
    await page.close();
  });

  it('says beforehand how long it takes', async () => {
    const page = await session.open();
    for (const [largest, seconds] of [
      ['100000', 4],
      ['1000000', 6],
      ['10000000', 10],
    ] as const) {
      await page.select('#speed-largest', largest);
      expect(await textOf(page, '#speed-status')).toBe(`Takes ${seconds} seconds.`);
    }
    await page.close();
  });

  it('takes the place of the measurement at the top of the page, so that neither slows down the other', async () => {
    const page = await session.open();
    await textMatching(page, '#hero-status', /^Measuring/);
    await click(page, '#speed-start');
    expect(await textMatching(page, '#hero-status', /^Not/)).toBe('Not measured: another measurement has begun.');
    await click(page, '#speed-cancel');
    await textMatching(page, '#speed-status', /^Cancelled/);
    await page.close();
  });

  it('is not ended by the measurement at the top of the page, which then waits to be asked for', async () => {
    const page = await session.open(session.url, (page) =>
      page.evaluateOnNewDocument(() => {
        // As if the page were in the background, so that the measurement at its top is still to come.
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      }),
    );
    await click(page, '#speed-start');
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'visible' });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await textMatching(page, '#hero-status', /^Not measured yet\.$/);
    await textMatching(page, '#speed-status', /^Measuring/);
    await click(page, '#speed-cancel');
    await textMatching(page, '#speed-status', /^Cancelled/);
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

/** Measures, and returns the rows as the page lets them be copied: from what it downloads as JSON. */
async function measureAt(page: Page, kind: BrowserName): Promise<Row[]> {
  await page.evaluate(() => {
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      void (blob as Blob).text().then((text) => document.body.setAttribute('data-saved', text));
      return create(new Blob());
    };
    // What is saved is looked at here; no file is wanted.
    HTMLAnchorElement.prototype.click = () => undefined;
  });
  await page.select('#speed-largest', String(Math.min(100_000, largestFor(kind))));
  await click(page, '#speed-start');
  await textMatching(page, '#speed-status', /^Measured in/);
  await click(page, '#speed-download');
  await page.waitForSelector('body[data-saved]');
  return JSON.parse(await page.$eval('body', (body) => body.dataset.saved ?? '')).rows;
}

/** The ratios that this browser reached, which are printed and not asserted. */
function ratiosOf(rows: readonly Row[], browser: string): string {
  return ['Wasm, allocated', 'Wasm, allocated, float32']
    .map((name) => {
      const ratios = rows.filter(({ subject }) => subject === name).map(({ size, ratio }) => `${ratio.toFixed(2)} (${size})`);
      return `${browser}, ${name} to the naive loop: ${ratios.join(', ')}`;
    })
    .join('\n');
}
