/** The browsers that are there, each as a person would have it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../../bench/web/serve.mjs';

interface Kind {
  readonly name: 'Chromium' | 'Firefox';
  /** Where it is looked for, after the environment variable. */
  readonly places: readonly string[];
  readonly variable: string;
  readonly options: LaunchOptions;
}

const KINDS: readonly Kind[] = [
  {
    name: 'Chromium',
    variable: 'CHROMIUM',
    places: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
    options: {
      browser: 'chrome',
      args: [
        // Where tests run as root there is no other way.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  {
    name: 'Firefox',
    variable: 'FIREFOX',
    places: [
      '/usr/bin/firefox-esr',
      '/usr/bin/firefox',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
    options: { browser: 'firefox' },
  },
];

/** Where screenshots are kept. */
export const SCREENSHOTS = fileURLToPath(new URL('../../../build/screenshots/', import.meta.url));

/** The size up to which a browser measures: Firefox 153 sometimes hangs where workers of a worker are started, see measure.ts. */
export const largestFor = (kind: Kind['name']): number => (kind === 'Firefox' ? 100_000 : 1_000_000);

export interface Session {
  readonly kind: Kind['name'];
  readonly browser: Browser;
  /** A page that shows the site; what it complains of fails the test. */
  open(url?: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page>;
  /** Where the site is. */
  readonly url: string;
  /** The folder that downloads go to. */
  readonly downloads: string;
}

/** The same tests in each browser. A browser that is not there is skipped, visibly; in CI that is a failure. */
export function describeBrowsers(title: string, tests: (session: Session) => void): void {
  mkdirSync(SCREENSHOTS, { recursive: true });
  for (const kind of KINDS) {
    const executable = [process.env[kind.variable], ...kind.places].find((place) => place && existsSync(place));
    describe(`${title}, ${kind.name}`, () => {
      if (executable) run(kind, executable, tests);
      else if (process.env.CI) {
        it('is there', () => expect.fail(`no ${kind.name} found: set ${kind.variable} to its path`));
      } else it.skip(`no ${kind.name} found: set ${kind.variable} to its path`, () => {});
    });
  }
}

function run({ name, options }: Kind, executablePath: string, tests: (session: Session) => void): void {
  let browser: Browser;
  let server: { url: string; close: () => void };
  const complaints: string[] = [];
  const downloads = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));

  beforeAll(async () => {
    server = await serve();
    browser = await puppeteer.launch({
      ...options,
      executablePath,
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
