import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';

const fixtures = createRequire(new URL('../../fixtures/browser/package.json', import.meta.url));
const axe = readFileSync(fixtures.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The barriers that axe finds for those who do not see or hear the page, or who cannot reach it as others do.
 *
 * @param within a selector
 */
export async function violationsOf(page: Page, within = 'html'): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (within) => {
    const { violations } = await (window as unknown as { axe: Axe }).axe.run(within);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, within);
}

interface Axe {
  run(within: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}
