/** A visit of a browser, freshly installed as far as it knows, to a page that measures. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BROWSERS } from '../browsers.mjs';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** With these a page gets shared memory, and so threads. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const HTML = `<!doctype html>
<meta charset="utf-8">
<title>σ</title>
<script type="importmap">{ "imports": { "sigmoid-wasm": "./library.js" } }</script>
<script type="module" src="page.js"></script>
`;

/** A new profile would ask and report in the background. */
const FIREFOX_PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
};

/** Milliseconds in which a visit has to end. */
const PATIENCE = 60_000;
/** Milliseconds in which a browser has to end that is told to. */
const FAREWELL = 5_000;

/**
 * What the page consists of, by name: the package minified in a file of its own, as a bundler would have it, and what measures it.
 *
 * @returns {Promise<Map<string, Uint8Array | string>>}
 */
export async function buildFiles() {
  const shared = {
    bundle: true,
    minify: true,
    format: /** @type {const} */ ('esm'),
    target: 'es2022',
    write: /** @type {const} */ (false),
    outdir: here('.'),
  };
  const library = await build({ ...shared, entryPoints: { library: here('../../dist/index.js') } });
  const page = await build({
    ...shared,
    splitting: true,
    external: ['sigmoid-wasm'],
    entryPoints: { page: here('page.mjs') },
  });
  /** @type {Map<string, Uint8Array | string>} */
  const files = new Map([['', HTML]]);
  for (const { path, contents } of [...library.outputFiles, ...page.outputFiles]) {
    files.set(path.slice(here('.').length).replaceAll('\\', '/'), contents);
  }
  return files;
}

/**
 * @param {import('../browsers.mjs').BrowserName} name @param {string} executable
 * @param {Map<string, Uint8Array | string>} files of the page
 * @param {import('./host.mjs').Task} task
 * @returns {Promise<(import('./host.mjs').Measured & { starts: import('./hosts.mjs').Start[], agent: string }) | { error: string }>} what the page reports
 * @throws Error if it reports nothing
 */
export async function visit(name, executable, files, task) {
  const reported = withResolvers();
  const server = serve(files, reported.resolve);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const url = `http://localhost:${port}/?task=${encodeURIComponent(JSON.stringify(task))}`;

  const profile = mkdtempSync(join(profiles(), 'profile-'));
  const browser = spawn(executable, argumentsOf(name, profile, url), { stdio: 'ignore' });
  const ended = new Promise((resolve) => browser.once('close', resolve));
  browser.once('error', reported.reject);
  browser.once('exit', (code) => reported.reject(new Error(`it ended with ${code} before the page had reported`)));
  const timer = setTimeout(() => reported.reject(new Error(`no report within ${PATIENCE / 1000} s`)), PATIENCE);
  try {
    return JSON.parse(await reported.promise);
  } finally {
    clearTimeout(timer);
    browser.kill();
    const killer = setTimeout(() => browser.kill('SIGKILL'), FAREWELL);
    if (browser.pid !== undefined) await ended;
    clearTimeout(killer);
    server.closeAllConnections();
    server.close();
  }
}

/** Removed at the end of all visits, because the last processes of a browser may write after the first one has ended. @type {string | undefined} */
let folder;

function profiles() {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'sigmoid-browsers-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
    folder = made;
  }
  return folder;
}

/** Serves the page, and takes what it reports. @param {Map<string, Uint8Array | string>} files @param {(report: string) => void} onReport */
function serve(files, onReport) {
  return createServer(async (request, response) => {
    if (request.method === 'POST') {
      onReport(await text(request));
      response.end();
      return;
    }
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
    const contents = files.get(path);
    const type = path === '' ? 'text/html; charset=utf-8' : 'text/javascript; charset=utf-8';
    if (contents === undefined) response.writeHead(404).end();
    else response.writeHead(200, { ...ISOLATION, 'Content-Type': type }).end(contents);
  });
}

/** @param {import('../browsers.mjs').BrowserName} name @param {string} profile @param {string} url */
function argumentsOf(name, profile, url) {
  const { args } = BROWSERS[name];
  if (name === 'Chromium') return [...args, '--headless', `--user-data-dir=${profile}`, url];
  const lines = Object.entries(FIREFOX_PREFERENCES).map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${value});\n`);
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  return [...args, '--headless', '--no-remote', '--profile', profile, url];
}

/** `Promise.withResolvers`, which Node 20 has not. */
function withResolvers() {
  /** @type {(value: string) => void} */
  let resolve = () => {};
  /** @type {(reason: unknown) => void} */
  let reject = () => {};
  const promise = /** @type {Promise<string>} */ (
    new Promise((...functions) => {
      [resolve, reject] = functions;
    })
  );
  return { promise, resolve, reject };
}
