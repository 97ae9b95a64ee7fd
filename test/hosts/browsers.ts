/** Browsers of this machine, driven through puppeteer-core: Chromium by its own protocol, Firefox by WebDriver BiDi. */
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inject } from 'vitest';
import { installFixture } from './fixture.ts';

export type BrowserName = 'chrome' | 'firefox';

const BROWSERS: Record<BrowserName, { variable: string; commands: string[]; args: string[] }> = {
  chrome: {
    variable: 'CHROMIUM',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...['gpu', 'quic', 'background-networking', 'component-update', 'sync'].map((part) => `--disable-${part}`),
      '--no-first-run',
    ],
  },
  firefox: { variable: 'FIREFOX', commands: ['firefox', 'firefox-esr'], args: [] },
};

/** Where the browser is: as the environment variable CHROMIUM or FIREFOX says, or the first found on the PATH. */
export function findBrowser(name: BrowserName): string | undefined {
  const { variable, commands } = BROWSERS[name];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = commands.flatMap((command) => folders.map((folder) => join(folder, command))).find(isExecutable);
  return process.env[variable] ?? found;
}

/** On a user's machine tests without their browser are skipped; in CI they fail. */
export function mustSkip(name: BrowserName): boolean {
  return findBrowser(name) === undefined && process.env.CI === undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Browser {
  version(): Promise<string>;
  /** What the page promises in its global `report`. @throws Error with what the page wrote to its console */
  reportOf(url: string): Promise<unknown>;
  close(): Promise<void>;
}

/** The part of puppeteer-core that is used here: its types are installed with the fixture, too late for the compiler. */
interface Driver {
  version(): Promise<string>;
  newPage(): Promise<Page>;
  close(): Promise<void>;
}
interface Page {
  on(event: string, listener: (event: { text?(): string; message?: string }) => void): void;
  goto(url: string): Promise<unknown>;
  evaluate(body: () => unknown): Promise<unknown>;
  close(): Promise<void>;
}

export async function launch(name: BrowserName): Promise<Browser> {
  const folder = await installFixture('browser', inject('tarball'));
  const executablePath = findBrowser(name);
  const { variable, args } = BROWSERS[name];
  if (executablePath === undefined) throw new Error(`no ${name} on the PATH, nor in the environment variable ${variable}`);
  const driver = createRequire(join(folder, 'package.json')).resolve('puppeteer-core');
  const { default: puppeteer } = await import(pathToFileURL(driver).href);
  const browser: Driver = await puppeteer.launch({ browser: name, executablePath, headless: true, args });

  async function reportOf(url: string): Promise<unknown> {
    const page = await browser.newPage();
    const log: string[] = [];
    page.on('console', (message) => log.push(message.text?.() ?? ''));
    page.on('pageerror', (error) => log.push(error.message ?? ''));
    try {
      await page.goto(url);
      const report = await page.evaluate(() => (globalThis as { report?: unknown }).report);
      if (report === undefined) throw new Error('the page reports nothing');
      return report;
    } catch (error) {
      throw new Error(`${url}: ${error}\n${log.join('\n')}`, { cause: error });
    } finally {
      await page.close();
    }
  }

  return { version: () => browser.version(), reportOf, close: () => browser.close() };
}
