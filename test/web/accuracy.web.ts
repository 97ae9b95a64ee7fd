import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { errorsIn } from '../../bench/web/accuracy/errors.ts';
import { RANGES, USUAL } from '../../bench/web/accuracy/ranges.ts';
import { countsOf, inWords } from '../../bench/web/accuracy/words.ts';
import { short } from '../../bench/web/format.ts';
import { type FunctionName, NAMES, SYMBOLS, variableOf } from '../../bench/web/functions.ts';
import { describeBrowsers } from './support/browsers.ts';
import { cellsOf, textOf } from './support/page.ts';

/**
 * In ULP, what the largest error of the usual expression exceeds in each range. It depends on the engine's Math.exp and
 * Math.log, so that it is only compared with a bound.
 */
const USUAL_EXCEEDS: Readonly<Record<FunctionName, readonly number[]>> = {
  sigmoid: [0.53, 0.53, 1e14, 0.53],
  sigmoidDerivative: [1e4, 1e15, 0.55, 1e14],
  softplus: [0.53, 0.53, 0.53, 0.5],
  logSigmoid: [0.53, 0.53, 0.53, 0.5],
  logit: [1e3, 1e6, 0.53, 0.53],
};

/** Shows the panel, chooses by keyboard, and waits for the table. */
async function choose(page: Page, name: FunctionName): Promise<void> {
  await page.$eval('#accuracy', (panel) => panel.scrollIntoView({ behavior: 'instant' }));
  await page.focus('#accuracy-function input:checked');
  for (let i = 0; i < NAMES.indexOf(name); i++) await page.keyboard.press('ArrowRight');
  await page.waitForFunction(
    (expected) => document.getElementById('accuracy-usual')?.querySelector('.shown')?.textContent === expected,
    {},
    USUAL[name].text,
  );
}

describeBrowsers('the accuracy panel', (session) => {
  it('computes nothing before it comes into view', async () => {
    const page = await session.open();
    expect(await page.$$('#accuracy-table tr')).toHaveLength(0);
    await page.close();
  });

  it.each(NAMES)('finds the same errors of %s as Node, and larger ones of the usual expression', async (name) => {
    const page = await session.open();
    await choose(page, name);
    const [head, ...rows] = await cellsOf(page, '#accuracy-table');
    const correct = name === 'sigmoid' ? ['correct'] : [];
    expect(head).toEqual([variableOf(name), 'usual', 'faithful', ...correct]);
    const errors = RANGES[name].map((range) => errorsIn(name, range));
    expect(rows.map(([name, , ours]) => [name, ours?.split(' ')[0]])).toEqual(
      RANGES[name].map((range, i) => [range.name, short(errors[i]?.ours.maximum ?? Number.NaN)]),
    );
    expect(rows.map((cells) => cells.slice(3))).toEqual(
      errors.map(({ correct }) => (correct ? [`${short(correct.maximum)} 0.0 %`] : [])),
    );
    const usual = rows.map(([, cell]) => Number(cell?.split(' ')[0]?.replaceAll(',', '')));
    for (const [i, least] of USUAL_EXCEEDS[name].entries()) expect(usual[i]).toBeGreaterThan(least);
    expect(await textOf(page, '#accuracy-rounding .shown')).toMatch(name === 'sigmoid' ? /at half the speed/ : /for σ alone/);
    await page.close();
  });

  it.each(NAMES)('says in words how many results of %s have a wrong last digit, in each range', async (name) => {
    const page = await session.open();
    await choose(page, name);
    await page.focus('#accuracy-range input');
    for (const [i, range] of RANGES[name].entries()) {
      const words = await textOf(page, '#accuracy-words');
      const { usual, ours, correct } = countsOf(errorsIn(name, range));
      // Those of the usual expression depend on the engine.
      expect(words).toMatch(/^Of 4,000 results, the usual expression gets the last digit wrong in [\d,]+|none/);
      expect(words).toContain(`sigmoid-wasm in ${inWords(ours)}`);
      expect(words.includes('and with correct rounding in none')).toBe(correct === 0);
      expect(correct ?? 0).toBe(0);
      if (i === 0) expect(usual).toBeGreaterThan(10 * ours);
      await page.keyboard.press('ArrowRight');
    }
    await page.close();
  });

  it.each(NAMES)('shows one range of %s after the other when the arrow key is pressed', async (name) => {
    const page = await session.open();
    await choose(page, name);
    await page.focus('#accuracy-range input');
    for (const range of RANGES[name]) {
      expect(await textOf(page, '#accuracy-note .shown')).toBe(range.note);
      expect(await page.$eval('#accuracy-chart', (chart) => chart.ariaLabel)).toContain(
        `${variableOf(name)} from ${range.name}:`,
      );
      await page.keyboard.press('ArrowRight');
    }
    await page.close();
  });

  it('chooses the same function as the curve, from either panel', async () => {
    const page = await session.open();
    const chosen = () =>
      page.$$eval('#curve-function, #accuracy-function', (hosts) =>
        hosts.map((host) => host.querySelector(':checked')?.parentElement?.textContent),
      );
    expect(await chosen()).toEqual(['σ', 'σ']);
    await page.focus('#curve-function input:checked');
    await page.keyboard.press('ArrowLeft');
    expect(await chosen()).toEqual(['logit', 'logit']);
    for (const name of NAMES) {
      await page.focus('#accuracy-function input:checked');
      await page.keyboard.press('ArrowRight');
      expect(await chosen()).toEqual([SYMBOLS[name], SYMBOLS[name]]);
      expect(await textOf(page, '#curve-value-name')).toBe(`${SYMBOLS[name]}(${variableOf(name)})`);
    }
    await page.close();
  });
});
