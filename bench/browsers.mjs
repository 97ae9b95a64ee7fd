/** Where browsers are installed, and what they are started with. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {'Chromium' | 'Firefox'} BrowserName
 *
 * @typedef {object} Kind
 * @property {'chrome' | 'firefox'} browser as puppeteer calls it
 * @property {string} variable the environment variable that names its executable
 * @property {readonly string[]} commands
 * @property {readonly string[]} places where it is installed on systems that do not put it on the PATH
 * @property {string[]} args
 */

/** @type {Readonly<Record<BrowserName, Kind>>} */
export const BROWSERS = {
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

/** Why a browser is not found. @param {BrowserName} name */
export const missingBrowser = (name) => `${name} is neither on the PATH nor at the path in ${BROWSERS[name].variable}`;

/** The path of a browser's executable; undefined if there is none. @param {BrowserName} name */
export function findBrowser(name) {
  const { variable, commands, places } = BROWSERS[name];
  const configured = process.env[variable];
  if (configured) return isExecutable(configured) ? configured : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...onPath, ...places].find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
