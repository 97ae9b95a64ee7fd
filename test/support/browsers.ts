/** The installed browsers, which puppeteer-core drives: Chromium by its own protocol, Firefox by WebDriver BiDi. */
import { describe, expect, it } from 'vitest';
import { BROWSERS, type BrowserName, findBrowser, missingBrowser } from '../../bench/browsers.mjs';

export type { BrowserName };

export interface LaunchOptions {
  readonly browser: 'chrome' | 'firefox';
  readonly executablePath: string;
  readonly args: string[];
}

/** Runs tests in one browser. Where it is missing they are reported as skipped, or fail if CI is set. */
export function describeBrowser(name: BrowserName, title: string, tests: (options: LaunchOptions) => void): void {
  const { browser, args } = BROWSERS[name];
  const executablePath = findBrowser(name);
  describe(`${title} (${name})`, () => {
    const missing = missingBrowser(name);
    if (executablePath) tests({ browser, executablePath, args });
    else if (process.env.CI) it('finds its browser', () => expect.fail(missing));
    else it.skip(missing, () => {});
  });
}
