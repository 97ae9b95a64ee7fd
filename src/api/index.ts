/** σ over Float64Arrays: WebAssembly where it can be had, else TypeScript with the same bits. */

import { openBackend } from '../runtime/choose.ts';
import { requireSigmoidOptions } from './arguments.ts';
import { createInstance } from './instance.ts';
import type { Sigmoid, SigmoidOptions } from './types.ts';

export type { AsyncOptions, NewFloat64Array, Progress, Sigmoid, SigmoidInfo, SigmoidOptions } from './types.ts';

/**
 * An instance of one's own.
 *
 * @throws TypeError or RangeError for a wrong option; Error if `backend` is 'wasm' and WebAssembly can't be used
 */
export function createSigmoid(options?: SigmoidOptions): Sigmoid {
  const checked = requireSigmoidOptions(options);
  // Asked for by name, it is opened at once: the caller wants to know.
  const opened = checked.backend === 'wasm' ? openBackend(checked) : undefined;
  return createInstance(() => opened ?? openBackend(checked), checked);
}

/** The default instance. Nothing is compiled, allocated or started before its first use. */
export const sigmoid: Sigmoid = createSigmoid();
