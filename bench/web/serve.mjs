/**
 * Serves build/web on localhost, isolated, and opens it.
 *
 *     npm run bench:web -- [--port 8080] [--no-open]
 */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { integerOf, readOptions } from '../../scripts/options.mjs';

const root = fileURLToPath(new URL('../../build/web/', import.meta.url));

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** With these a page gets shared memory, and so threads. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * @param {{ port?: number, isolated?: boolean }} [options] `isolated: false` serves as a host does that sets no headers
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serve({ port = 0, isolated = true } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    // Names of the build have no folders: nothing outside of it can be asked for.
    const name = /^\/[\w.-]*$/.test(pathname) ? pathname.slice(1) || 'index.html' : '';
    const file = join(root, name);
    const found = await stat(file).catch(() => undefined);
    if (name === '' || !found?.isFile()) {
      response.writeHead(404).end('not found\n');
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': found.size,
      'Cache-Control': 'no-cache',
      ...(isolated ? ISOLATION : {}),
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://localhost:${address.port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Asks the desktop to open the page; where there is none, the printed URL has to do. @param {string} url */
function open(url) {
  const commands = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] };
  const [command, ...args] = commands[/** @type {'darwin'} */ (process.platform)] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  const failed = () => console.log('No browser could be opened: open the address above.');
  child.on('error', failed);
  child.on('exit', (code) => code && failed());
  child.unref();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { port, 'no-open': silent } = readOptions({
    command: 'npm run bench:web',
    about: 'Builds the page of the benchmark, serves it on localhost and opens it.',
    options: {
      port: { value: 'N', about: 'the port, or 0 for any that is free', read: integerOf(0, 65535), default: '8080' },
      'no-open': { about: 'open no browser' },
    },
  });
  const { url } = await serve({ port }).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    console.log(`Port ${port} is taken; another one is used.`);
    return serve();
  });
  console.log(`sigmoid-wasm's page: ${url} (Ctrl+C ends it)`);
  if (!silent) open(url);
}
