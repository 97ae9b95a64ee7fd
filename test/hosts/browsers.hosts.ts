import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { describeBrowser, type LaunchOptions } from '../support/browsers.ts';
import { type Browser, launch } from './browsers.ts';
import { EXPECTED } from './expectations.ts';
import { root } from './fixture.ts';
import { expectReport } from './report.ts';
import { ISOLATED, serve } from './server.ts';

const STRICT = { ...ISOLATED, 'Content-Security-Policy': "script-src 'self'" };
/** The policy of a careful page that wants the kernel: WebAssembly is allowed, and scripts only from files. */
const STRICT_WITH_WASM = { ...ISOLATED, 'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'" };

interface WorkletReport {
  /** The digest of σ of some points by `async`, or its error. */
  async: string;
  /** The digest of σ of the same points. */
  sync: string;
  info: object;
}

/** Firefox runs WebAssembly on that thread in a mode that flushes subnormal numbers, but not JavaScript. */
const WORKLET_INFO = {
  chrome: {
    ...{ backend: 'wasm', threads: 1, shared: true, rounding: 'faithful' },
    reasons: [expect.stringMatching(/^no workers: without timers/)],
  },
  firefox: {
    ...{ backend: 'ts', threads: 1, shared: true, rounding: 'faithful' },
    reasons: [expect.stringMatching(/^no WebAssembly: this thread flushes subnormal numbers to zero, but not/)],
  },
};

const tests = (options: LaunchOptions): void => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(options);
  });
  afterAll(() => browser?.close());

  /** The report of a page of the fixture that is served with these headers. */
  async function reportOf(page: string, headers: Record<string, string>): Promise<unknown> {
    const server = await serve(join(root, 'test'), headers);
    try {
      return await browser.reportOf(`${server.url}/fixtures/browser/${page}`);
    } finally {
      await server.close();
    }
  }

  /** The report of a page that is served with these headers and passes these options to `createSigmoid`. */
  async function reportWith(headers: Record<string, string>, options?: object): Promise<{ violations: string[] }> {
    const query = options ? `?options=${encodeURIComponent(JSON.stringify(options))}` : '';
    return (await reportOf(query, headers)) as { violations: string[] };
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

  it('computes the same bits in an AudioWorklet, by whichever backend keeps subnormal numbers there', async () => {
    const report = (await reportOf('worklet.html', ISOLATED)) as WorkletReport;
    const { points, digests, correct, floats } = inject('reference');
    expect(report).toMatchObject({ points, correct, floats, digests: [digests.plain, digests.plain, digests.plain] });
    expect(report.info).toEqual(WORKLET_INFO[options.browser]);
    expect(report.async).toBe(report.sync);
  });
};

describeBrowser('Chromium', 'the package without a bundler', tests);
describeBrowser('Firefox', 'the package without a bundler', tests);
