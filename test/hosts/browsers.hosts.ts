import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeBrowser, type LaunchOptions } from '../support/browsers.ts';
import { type Browser, launch } from './browsers.ts';
import { EXPECTED } from './expectations.ts';
import { root } from './fixture.ts';
import { expectReport } from './report.ts';
import { ISOLATED, serve } from './server.ts';

const STRICT = { ...ISOLATED, 'Content-Security-Policy': "script-src 'self'" };
/** The policy of a careful page that wants the kernel: WebAssembly is allowed, and scripts only from files. */
const STRICT_WITH_WASM = { ...ISOLATED, 'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'" };

const tests = (options: LaunchOptions): void => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(options);
  });
  afterAll(() => browser?.close());

  /** The report of a page that is served with these headers and passes these options to `createSigmoid`. */
  async function reportWith(headers: Record<string, string>, options?: object): Promise<{ violations: string[] }> {
    const server = await serve(join(root, 'test'), headers);
    const query = options ? `?options=${encodeURIComponent(JSON.stringify(options))}` : '';
    try {
      return (await browser.reportOf(`${server.url}/fixtures/browser/${query}`)) as { violations: string[] };
    } finally {
      await server.close();
    }
  }

  it('opens the browser that it is named after', async () => {
    expect((await browser.version()).toLowerCase()).toContain(options.browser);
  });

  it('gives all cores and shared memory to a page that is cross-origin isolated', async () => {
    expectReport(await reportWith(ISOLATED), EXPECTED.everything);
  });

  it('gives one worker and a reason to a page that is not cross-origin isolated', async () => {
    expectReport(await reportWith({}), EXPECTED.notIsolated);
  });

  it('computes in TypeScript and says why under a policy that forbids compiling WebAssembly', async () => {
    const report = await reportWith(STRICT);
    expectReport(report, EXPECTED.strictPolicy);
    expect(report.violations).toContainEqual(expect.stringMatching(/^script-src.*wasm-eval$/));
  });

  it("causes no violation of that policy with backend 'ts'", async () => {
    const report = await reportWith(STRICT, { backend: 'ts' });
    expectReport(report, EXPECTED.typescript);
    expect(report.violations).toEqual([]);
  });

  it('uses all cores with workerUrl, and no workers without it, under a policy that forbids workers from inlined source', async () => {
    expectReport(await reportWith(STRICT_WITH_WASM), EXPECTED.noWorkers);
    const workerUrl = '/fixtures/browser/node_modules/sigmoid-wasm/dist/worker.js';
    expectReport(await reportWith(STRICT_WITH_WASM, { workerUrl }), EXPECTED.everything);
  });

  it('computes on the calling thread under a policy that forbids all workers', async () => {
    const report = await reportWith({ ...ISOLATED, 'Content-Security-Policy': "worker-src 'none'" });
    expectReport(report, EXPECTED.noWorkers);
  });
};

describeBrowser('Chromium', 'the package without a bundler', tests);
describeBrowser('Firefox', 'the package without a bundler', tests);
