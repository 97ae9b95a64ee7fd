/** The installed browsers, each as a person would use it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { serve } from '../../../bench/web/serve.mjs';
import { type BrowserName, describeBrowser, type LaunchOptions } from '../../support/browsers.ts';

/** Where screenshots are kept. */
export const SCREENSHOTS = fileURLToPath(new URL('../../../build/screenshots/', import.meta.url));

/** The largest size that a browser measures. Firefox sometimes hangs at larger ones when a test drives it; see measure.ts. */
export const largestFor = (kind: BrowserName): number => (kind === 'Firefox' ? 100_000 : 1_000_000);

export interface Session {
  readonly kind: BrowserName;
  readonly browser: Browser;
  /** Opens the site in a new page. Errors of the page, and those that it writes to the console, fail the tests. */
  open(url?: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page>;
  /** The address of the site. */
  readonly url: string;
  /** The folder in which the browser saves downloads. */
  readonly downloads: string;
}

/** Runs the same tests in each browser. */
export function describeBrowsers(title: string, tests: (session: Session) => void): void {
  mkdirSync(SCREENSHOTS, { recursive: true });
  for (const name of ['Chromium', 'Firefox'] as const) describeBrowser(name, title, (options) => run(name, options, tests));
}

function run(name: BrowserName, options: LaunchOptions, tests: (session: Session) => void): void {
  let browser: Browser;
  let server: { url: string; close: () => void };
  const complaints: string[] = [];
  const downloads = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));

  beforeAll(async () => {
    server = await serve();
    browser = await puppeteer.launch({
      ...options,
      ...(name === 'Firefox'
        ? { extraPrefsFirefox: { 'browser.download.folderList': 2, 'browser.download.dir': downloads } }
        : { downloadBehavior: { policy: 'allow', downloadPath: downloads } }),
    });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(downloads, { recursive: true, force: true });
    expect(complaints).toEqual([]);
  });

  tests({
    kind: name,
    downloads,
    get browser() {
      return browser;
    },
    get url() {
      return server.url;
    },
    async open(url = server.url, prepare) {
      const page = await browser.newPage();
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.setViewport({ width: 1280, height: 900 });
      await prepare?.(page);
      await page.goto(url);
      await page.waitForFunction(() => document.getElementById('first-result')?.textContent !== '');
      return page;
    },
  });
}
