/** Threads that flush subnormal numbers to zero, as native code does that was built with -ffast-math. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** Loading the library sets the mode of the thread that loads it, for results and for operands. */
const SOURCE = `
__attribute__((constructor)) static void flush(void) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8040);
#elif defined(__aarch64__)
  unsigned long mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(mode | 1 << 24));
#else
#error "the mode of this processor is not known here"
#endif
}
`;

/**
 * Runs tests that are given JavaScript that makes its thread flush. Where there is no C compiler they are reported as skipped,
 * or fail if CI is set.
 */
export function describeFlushing(title: string, tests: (flush: string) => void): void {
  describe(title, () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const source = join(folder, 'flush.c');
    const library = join(folder, 'flush.node');
    writeFileSync(source, SOURCE);
    const { status, stderr, error } = spawnSync('cc', ['-shared', '-fPIC', '-o', library, source], { encoding: 'utf8' });
    const missing = `cc compiles no library: ${error?.message ?? stderr}`;
    // Node finds no add-on in the library, but only after it has loaded it.
    if (status === 0) tests(`try { process.dlopen({ exports: {} }, ${JSON.stringify(library)}); } catch {}`);
    else if (process.env.CI) it('compiles a library', () => expect.fail(missing));
    else it.skip(missing, () => {});
  });
}
