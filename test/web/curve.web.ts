import { sigmoid } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { describeBrowsers } from './support/browsers.ts';
import { click, retype, textOf } from './support/page.ts';

describeBrowsers('the curve', (session) => {
  it('shows σ(2), as Node computes it, when the page opens', async () => {
    const page = await session.open();
    expect(await textOf(page, '#curve-value')).toBe(String(sigmoid(2)));
    expect(await textOf(page, '#curve-probability')).toBe('88.08 %');
    await page.close();
  });

  it('shows σ of a typed number and the probability that it means', async () => {
    const page = await session.open();
    for (const [x, percent] of [
      ['2.1972245773362196', '90 %'],
      ['0', '50 %'],
      ['-740', '< 0.01 %'],
      ['36.9', '> 99.99 %'],
      ['40', '100 %'],
      ['-1000', '0 %'],
    ] as const) {
      await retype(page, '#curve-x', x);
      expect(await textOf(page, '#curve-value')).toBe(String(sigmoid(Number(x))));
      expect(await textOf(page, '#curve-probability')).toBe(percent);
    }
    await page.close();
  });

  it('moves its readout when keys are pressed', async () => {
    const page = await session.open();
    await page.focus('#curve-chart');
    const valueAfter = async (...keys: Parameters<typeof page.keyboard.press>[0][]) => {
      for (const key of keys) await page.keyboard.press(key);
      return page.$eval('#curve-chart', (slider) => [slider.ariaValueNow, slider.ariaValueText]);
    };
    expect(await valueAfter('Home')).toEqual(['-10', 'x -10, σ(x) 4.54e-5, probability < 0.01 %']);
    expect(await textOf(page, '#curve-value')).toBe('0.000045397868702434395');
    expect((await valueAfter('ArrowLeft'))[0]).toBe('-10');
    expect((await valueAfter('PageUp', 'ArrowRight', 'ArrowUp', 'ArrowDown'))[0]).toBe('-8.9');
    expect((await valueAfter('End'))[0]).toBe('10');
    expect(await textOf(page, '#curve-value')).toBe('0.9999546021312976');
    await page.close();
  });

  it('moves its readout to the pointer', async () => {
    const page = await session.open();
    const box = await (await page.$('#curve-chart .u-over'))?.boundingBox();
    if (!box) throw new Error('the chart has no plotting area');
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2);
    const x = Number(await page.$eval('#curve-x', (input) => (input as HTMLInputElement).value));
    expect(x).toBeCloseTo(5, 1);
    expect(await textOf(page, '#curve-value')).toBe(String(sigmoid(x)));
    await page.close();
  });

  it('shows the derivative when it is switched on', async () => {
    const page = await session.open();
    await retype(page, '#curve-x', '0');
    const chart = await page.$('#curve-chart');
    const before = await chart?.screenshot();
    expect(await page.$eval('#curve-slope-row', (row) => row.checkVisibility())).toBe(false);
    await click(page, '#curve-derivative');
    expect(await page.$eval('#curve-slope-row', (row) => row.checkVisibility())).toBe(true);
    expect(await textOf(page, '#curve-slope')).toBe('0.25');
    expect(Buffer.from((await chart?.screenshot()) ?? []).equals(Buffer.from(before ?? []))).toBe(false);
    await page.close();
  });
});
