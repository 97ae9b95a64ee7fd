import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeBrowser, type LaunchOptions } from '../support/browsers.ts';
import { type Browser, launch } from './browsers.ts';
import { EXPECTED } from './expectations.ts';
import { root } from './fixture.ts';
import { expectReport } from './report.ts';
import { ISOLATED, serve } from './server.ts';

const STRICT = { ...ISOLATED, 'Content-Security-Policy': "script-src 'self'" };
/** What a careful page that wants the kernel has: scripts in files, WebAssembly, nothing inlined. */
const STRICT_WITH_WASM = { ...ISOLATED, 'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'" };

const tests = (options: LaunchOptions): void => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(options);
  });
  afterAll(() => browser?.close());

  /** What a page reports that is served with these headers and gives these options to `createSigmoid`. */
  async function reportWith(headers: Record<string, string>, options?: object): Promise<{ violations: string[] }> {
    const server = await serve(join(root, 'test'), headers);
    const query = options ? `?options=${encodeURIComponent(JSON.stringify(options))}` : '';
    try {
      return (await browser.reportOf(`${server.url}/fixtures/browser/${query}`)) as { violations: string[] };
    } finally {
      await server.close();
    }
  }

  it('is the browser it is called', async () => {
    expect((await browser.version()).toLowerCase()).toContain(options.browser);
  });

  it('cross-origin isolated', async () => {
    expectReport(await reportWith(ISOLATED), EXPECTED.everything);
  });

  it('not isolated', async () => {
    expectReport(await reportWith({}), EXPECTED.notIsolated);
  });

  it('under a policy that forbids to compile WebAssembly: TypeScript, with the reason', async () => {
    const report = await reportWith(STRICT);
    expectReport(report, EXPECTED.strictPolicy);
    expect(report.violations).toContainEqual(expect.stringMatching(/^script-src.*wasm-eval$/));
  });

  it("under the same policy with backend: 'ts': no violation is reported", async () => {
    const report = await reportWith(STRICT, { backend: 'ts' });
    expectReport(report, EXPECTED.typescript);
    expect(report.violations).toEqual([]);
  });

  it("under a policy that forbids workers from inlined source: with 'workerUrl' everything, else no workers", async () => {
    expectReport(await reportWith(STRICT_WITH_WASM), EXPECTED.noWorkers);
    const workerUrl = '/fixtures/browser/node_modules/sigmoid-wasm/dist/worker.js';
    expectReport(await reportWith(STRICT_WITH_WASM, { workerUrl }), EXPECTED.everything);
  });

  it('under a policy that forbids workers', async () => {
    const report = await reportWith({ ...ISOLATED, 'Content-Security-Policy': "worker-src 'none'" });
    expectReport(report, EXPECTED.noWorkers);
  });
};

describeBrowser('Chromium', 'without a bundler', tests);
describeBrowser('Firefox', 'without a bundler', tests);
