import { sigmoid } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { CURVES } from '../../bench/web/curve/curves.ts';
import { application, FUNCTIONS, type FunctionName, NAMES } from '../../bench/web/functions.ts';
import { describeBrowsers } from './support/browsers.ts';
import { click, retype, textOf } from './support/page.ts';
import { readLine } from './support/pixels.ts';

/** For each function, numbers with what the panel says in other words and of the slope there. */
const READINGS: Readonly<Record<FunctionName, readonly [x: string, reading: string, slope: string][]>> = {
  sigmoid: [
    ['2', '88.08 %', '0.105'],
    ['-740', '< 0.01 %', '4.20e-322'],
  ],
  sigmoidDerivative: [
    ['0', '100 %', '0'],
    ['2', '42 %', '-0.08'],
    ['-3', '18.07 %', '0.0409'],
    ['740', '< 0.01 %', '-4.20e-322'],
  ],
  softplus: [
    ['0', '0.693', '0.5'],
    ['-3.5', '0.0298', '0.0293'],
    ['40', '4.25e-18', '1'],
    ['-740', '4.20e-322', '4.20e-322'],
  ],
  logSigmoid: [
    ['0', '50 %', '0.5'],
    ['3.5', '97.07 %', '0.0293'],
    ['-1000', '0 %', '1'],
    ['740', '100 %', '4.20e-322'],
  ],
  logit: [
    ['0.9', '9 : 1', '11.1'],
    ['0.2', '1 : 4', '6.25'],
    ['0.5', '1 : 1', '4'],
    ['0', '1 : ∞', 'Infinity'],
    ['1', '∞ : 1', 'Infinity'],
    ['2', 'no probability', '-0.5'],
  ],
};

const choose = (page: Parameters<typeof click>[0], name: FunctionName) => click(page, `#curve-function-${NAMES.indexOf(name)}`);

describeBrowsers('the curve', (session) => {
  it('shows σ(2), as Node computes it, when the page opens', async () => {
    const page = await session.open();
    expect(await textOf(page, '#curve-value')).toBe(String(sigmoid(2)));
    expect(await textOf(page, '#curve-reading')).toBe('88.08 %');
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
      expect(await textOf(page, '#curve-reading')).toBe(percent);
    }
    await page.close();
  });

  it('says where a point is that the picture does not show, and clears the readout where there is no number', async () => {
    const page = await session.open();
    const afterTyping = async (x: string) => {
      await retype(page, '#curve-x', x);
      return [await textOf(page, '#curve-value'), await textOf(page, '#curve-place')];
    };
    expect(await afterTyping('2')).toEqual([String(sigmoid(2)), '']);
    expect(await afterTyping('40')).toEqual(['1', 'x = 40 lies to the right of the picture.']);
    expect(await afterTyping('-800')).toEqual(['0', 'x = −800 lies to the left of the picture.']);
    for (const nothing of ['1e999', '-']) expect(await afterTyping(nothing)).toEqual(['–', 'Type a number.']);
    expect(await afterTyping('3')).toEqual([String(sigmoid(3)), '']);
    await page.keyboard.press('Backspace');
    expect(await textOf(page, '#curve-value')).toBe('–');
    // The keys go on from the last number.
    await page.focus('#curve-chart');
    await page.keyboard.press('End');
    expect(await textOf(page, '#curve-value')).toBe(String(sigmoid(10)));
    expect(await textOf(page, '#curve-place')).toBe('');
    await choose(page, 'logit');
    expect(await afterTyping('2')).toEqual(['NaN', 'logit(p) is defined from 0 to 1 only.']);
    expect(await afterTyping('1')).toEqual(['Infinity', 'The point for p = 1 lies above the picture.']);
    await page.close();
  });

  it('moves its readout when keys are pressed', async () => {
    const page = await session.open();
    await page.focus('#curve-chart');
    const valueAfter = async (...keys: Parameters<typeof page.keyboard.press>[0][]) => {
      for (const key of keys) await page.keyboard.press(key);
      return page.$eval('#curve-chart', (slider) => [slider.ariaValueNow, slider.ariaValueText]);
    };
    expect(await valueAfter('Home')).toEqual(['-10', 'x -10, σ(x) 4.54e-5, read as a probability < 0.01 %']);
    expect(await textOf(page, '#curve-value')).toBe('0.000045397868702434395');
    expect((await valueAfter('ArrowLeft'))[0]).toBe('-10');
    expect((await valueAfter('PageUp', 'ArrowRight', 'ArrowUp', 'ArrowDown'))[0]).toBe('-8.9');
    expect((await valueAfter('End'))[0]).toBe('10');
    expect(await textOf(page, '#curve-value')).toBe('0.9999546021312976');
    await page.close();
  });

  it('moves its readout to the pointer', async () => {
    const page = await session.open();
    await page.$eval('#curve-chart', (chart) => chart.scrollIntoView({ behavior: 'instant', block: 'center' }));
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

  it.each(NAMES)('shows %s of a typed number as Node computes it, in other words, and the slope', async (name) => {
    const page = await session.open();
    await choose(page, name);
    await click(page, '#curve-derivative');
    for (const [x, reading, slope] of READINGS[name]) {
      await retype(page, '#curve-x', x);
      expect(await textOf(page, '#curve-value-name')).toBe(application(name));
      expect(await textOf(page, '#curve-value')).toBe(String(FUNCTIONS[name](Number(x))));
      expect([x, await textOf(page, '#curve-reading'), await textOf(page, '#curve-slope')]).toEqual([x, reading, slope]);
    }
    await page.close();
  });

  it.each(NAMES)('draws %s and its derivative where Node computes them', async (name) => {
    const page = await session.open();
    await choose(page, name);
    // Beyond the axes, where it hides nothing of the curve.
    await retype(page, '#curve-x', '1000');
    const { x: limits, y, yWithSlope, slope } = CURVES[name];
    const between = Array.from({ length: 9 }, (_, i) => limits[0] + ((i + 1.3) * (limits[1] - limits[0])) / 11);
    const compare = async (colour: string, f: (x: number) => number, [bottom, top]: readonly [number, number]) => {
      const visible = between.filter((x) => f(x) > bottom && f(x) < top);
      expect(visible.length).toBeGreaterThan(6);
      const read = await readLine(page, '#curve-chart', colour, visible, { x: [...limits], y: [bottom, top] });
      const errors = visible.map((x, i) => Math.abs((read[i] as number) - f(x)) / (top - bottom));
      expect(Math.max(...errors)).toBeLessThan(0.015);
    };
    await compare('ours', FUNCTIONS[name], y);
    await click(page, '#curve-derivative');
    await compare('slope', slope.at, yWithSlope);
    await page.close();
  });

  it('moves over probabilities, by keys and by pointer, where logit is chosen', async () => {
    const page = await session.open();
    await choose(page, 'logit');
    await page.focus('#curve-chart');
    const slider = () => page.$eval('#curve-chart', ({ ariaValueNow, ariaValueText }) => [ariaValueNow, ariaValueText]);
    expect(await slider()).toEqual(['0.9', 'p 0.9, logit(p) 2.2, logarithm of the odds 9 : 1']);
    await page.keyboard.press('ArrowRight');
    expect((await slider())[0]).toBe('0.91');
    await page.keyboard.press('PageDown');
    expect((await slider())[0]).toBe('0.81');
    await page.keyboard.press('Home');
    expect(await slider()).toEqual(['0', 'p 0, logit(p) -Infinity, logarithm of the odds 1 : ∞']);
    await page.keyboard.press('End');
    expect(await textOf(page, '#curve-value')).toBe('Infinity');
    const box = await (await page.$('#curve-chart .u-over'))?.boundingBox();
    if (!box) throw new Error('the chart has no plotting area');
    await page.mouse.move(box.x + box.width * 0.25, box.y + box.height / 2);
    const p = Number(await page.$eval('#curve-x', (input) => (input as HTMLInputElement).value));
    expect(p).toBeCloseTo(0.25, 2);
    expect(await textOf(page, '#curve-value')).toBe(String(FUNCTIONS.logit(p)));
    await page.close();
  });

  it('keeps x from one function to the next, and a probability beside it', async () => {
    const page = await session.open();
    await retype(page, '#curve-x', '3');
    await choose(page, 'logit');
    await retype(page, '#curve-x', '0.25');
    await choose(page, 'softplus');
    expect(await textOf(page, '#curve-value')).toBe(String(FUNCTIONS.softplus(3)));
    await choose(page, 'logit');
    expect(await textOf(page, '#curve-value')).toBe(String(FUNCTIONS.logit(0.25)));
    await page.close();
  });
});
