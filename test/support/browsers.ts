/** The installed browsers, which puppeteer-core drives: Chromium by its own protocol, Firefox by WebDriver BiDi. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';

export type BrowserName = 'Chromium' | 'Firefox';

interface Kind {
  readonly browser: 'chrome' | 'firefox';
  /** The environment variable that names its executable. */
  readonly variable: string;
  readonly commands: readonly string[];
  /** Where it is installed on systems that do not put it on the PATH. */
  readonly places: readonly string[];
  readonly args: string[];
}

const BROWSERS: Readonly<Record<BrowserName, Kind>> = {
  Chromium: {
    browser: 'chrome',
    variable: 'CHROMIUM',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...['gpu', 'quic', 'background-networking', 'component-update', 'sync'].map((part) => `--disable-${part}`),
      '--no-first-run',
    ],
  },
  Firefox: {
    browser: 'firefox',
    variable: 'FIREFOX',
    commands: ['firefox', 'firefox-esr'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
    args: [],
  },
};

export interface LaunchOptions {
  readonly browser: 'chrome' | 'firefox';
  readonly executablePath: string;
  readonly args: string[];
}

/** Runs tests in one browser. Where it is missing they are reported as skipped, or fail if CI is set. */
export function describeBrowser(name: BrowserName, title: string, tests: (options: LaunchOptions) => void): void {
  const { browser, variable, args } = BROWSERS[name];
  const executablePath = find(BROWSERS[name]);
  describe(`${title} (${name})`, () => {
    const missing = `${name} is neither on the PATH nor at the path in ${variable}`;
    if (executablePath) tests({ browser, executablePath, args });
    else if (process.env.CI) it('finds its browser', () => expect.fail(missing));
    else it.skip(missing, () => {});
  });
}

function find({ variable, commands, places }: Kind): string | undefined {
  const configured = process.env[variable];
  if (configured) return isExecutable(configured) ? configured : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...onPath, ...places].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
