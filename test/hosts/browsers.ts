/** Browsers that open a page and return what it reports. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inject } from 'vitest';
import type { LaunchOptions } from '../support/browsers.ts';
import { installFixture } from './fixture.ts';

export interface Browser {
  version(): Promise<string>;
  /** The result of the promise in the global `report` of the page. @throws Error with what the page wrote to its console */
  reportOf(url: string): Promise<unknown>;
  close(): Promise<void>;
}

/** The part of puppeteer-core that is used here. Its own types are installed with the fixture, too late for the compiler. */
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

export async function launch(options: LaunchOptions): Promise<Browser> {
  const folder = await installFixture('browser', inject('tarball'));
  const driver = createRequire(join(folder, 'package.json')).resolve('puppeteer-core');
  const { default: puppeteer } = await import(pathToFileURL(driver).href);
  const browser: Driver = await puppeteer.launch({ ...options, headless: true });

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
