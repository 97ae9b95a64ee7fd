/** A bundle holds what it imports. The same with other bundlers is in test/hosts/bundlers.hosts.ts. */
import { build } from 'esbuild';
import type { LogisticFunction } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { binariesIn, CONSUMERS, consumerOf } from '../support/bundles.ts';
import { ROOT } from '../support/child.ts';

/** A script bundled by esbuild, whose imports of the package lead to what is built. */
async function bundle(contents: string, minify = false): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    format: 'esm',
    minify,
    external: ['node:*'],
    write: false,
  });
  return (outputFiles[0] as (typeof outputFiles)[number]).text;
}

/** The loops over arrays in TypeScript, by which functions are told apart where they have no binary. */
const LOOPS = ['sigmoidInto', 'correctSigmoidInto', 'derivativeInto', 'softplusInto', 'logSigmoidInto', 'logitInto'];

const loopsIn = (script: string): string[] => LOOPS.filter((name) => script.includes(`function ${name}(`));

describe('a bundle of esbuild', () => {
  it.each(CONSUMERS)('that imports $names holds the binaries $binaries alone', async ({ names, binaries }) => {
    for (const minify of [false, true]) expect(binariesIn(await bundle(consumerOf(names), minify))).toEqual(binaries);
  });

  it.each([
    { name: 'sigmoid', loops: ['sigmoidInto', 'correctSigmoidInto'] },
    { name: 'sigmoidDerivative', loops: ['derivativeInto'] },
    { name: 'softplus', loops: ['softplusInto'] },
    { name: 'logSigmoid', loops: ['logSigmoidInto'] },
    { name: 'logit', loops: ['logitInto'] },
    { name: 'createLogistic', loops: LOOPS },
  ])('that imports $name holds of the TypeScript $loops alone, from either entry', async ({ name, loops }) => {
    expect(loopsIn(await bundle(consumerOf([name])))).toEqual(loops);
    const script = await bundle(consumerOf([name], 'sigmoid-wasm/ts'));
    expect(loopsIn(script)).toEqual(loops);
    expect(binariesIn(script)).toEqual([]);
  });

  it('that imports a function and leaves it holds nothing of the package', async () => {
    for (const entry of ['sigmoid-wasm', 'sigmoid-wasm/ts']) {
      expect((await bundle(`import { sigmoid, logit, createLogistic } from '${entry}';`)).trim()).toBe('');
    }
  });

  it('that imports one function is smaller by more than the binaries of the others than one that imports all', async () => {
    const [all, one] = await Promise.all([['createLogistic'], ['logit']].map((names) => bundle(consumerOf(names), true)));
    expect((one as string).length).toBeLessThan(0.6 * (all as string).length);
  });

  it.each(CONSUMERS)('that imports $names computes by the kernel', async ({ names }) => {
    const script = await bundle(consumerOf(names), true);
    const module = `data:text/javascript,${encodeURIComponent(script)}`;
    await import(/* @vite-ignore */ module);
    const { kept } = globalThis as unknown as { kept: ((x?: unknown) => unknown)[] };
    expect(kept).toHaveLength(names.length);
    kept.forEach((value, i) => {
      if (names[i]?.startsWith('create')) return;
      const f = value as LogisticFunction;
      expect(f(new Float64Array(100).fill(0.25))[99]).toBe(f(0.25));
      expect(f.info).toMatchObject({ backend: 'wasm', reasons: [] });
    });
  });
});
