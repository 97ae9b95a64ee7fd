import { expect, it } from 'vitest';
import { errorsIn, RANGES } from '../../bench/web/accuracy/errors.ts';
import { short } from '../../bench/web/format.ts';
import { describeBrowsers } from './support/browsers.ts';
import { cellsOf, textOf } from './support/page.ts';

describeBrowsers('the accuracy panel', (session) => {
  it('finds the same errors of sigmoid-wasm as Node, and larger ones of the naive formula', async () => {
    const page = await session.open();
    expect(await page.$$('#accuracy-table tr')).toHaveLength(0);
    await page.$eval('#accuracy', (panel) => panel.scrollIntoView({ behavior: 'instant' }));
    await page.waitForSelector('#accuracy-table tr');
    const [, ...rows] = await cellsOf(page, '#accuracy-table');
    // The errors of the naive formula depend on the engine's Math.exp, so they are only compared with a bound.
    expect(rows.map(([name, , ours]) => [name, ours?.split(' ')[0]])).toEqual(
      RANGES.map((range) => [range.name, short(errorsIn(range).ours.maximum)]),
    );
    expect(rows.map((cells) => cells[3])).toEqual(RANGES.map((range) => `${short(errorsIn(range).correct.maximum)} 0.0 %`));
    const naive = rows.map(([, cell]) => Number(cell?.split(' ')[0]));
    expect(naive[0]).toBeGreaterThan(1e14);
    for (const maximum of naive.slice(1)) expect(maximum).toBeGreaterThan(0.53);
    await page.close();
  });

  it('shows one range after the other when the arrow key is pressed', async () => {
    const page = await session.open();
    await page.$eval('#accuracy', (panel) => panel.scrollIntoView({ behavior: 'instant' }));
    await page.waitForSelector('#accuracy-ranges input');
    await page.focus('#accuracy-ranges input');
    for (const range of RANGES) {
      expect(await textOf(page, '#accuracy-note')).toBe(range.note);
      expect(await page.$eval('#accuracy-chart', (chart) => chart.ariaLabel)).toContain(`x from ${range.name}:`);
      await page.keyboard.press('ArrowRight');
    }
    await page.close();
  });
});
