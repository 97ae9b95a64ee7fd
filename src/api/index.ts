/** σ over Float64Arrays and Float32Arrays: WebAssembly where it can be had, else TypeScript with the same bits. */

import { sigmoidDefinition } from '../functions/sigmoid/index.ts';
import { openBackend } from '../runtime/choose.ts';
import { requireSigmoidOptions } from './arguments.ts';
import { createEngine } from './engine.ts';
import { createInstance } from './instance.ts';
import { program } from './program.ts';
import type { Sigmoid, SigmoidOptions } from './types.ts';
import { binary } from '../generated/sigmoid.ts';

export type {
  AsyncOptions,
  ElementTypeName,
  NewFloat32Array,
  NewFloat64Array,
  Progress,
  Rounding,
  ScriptUrl,
  Sigmoid,
  SigmoidInfo,
  SigmoidOptions,
  Signal,
} from './types.ts';

/**
 * An independent instance, with memory and threads that no other instance uses.
 *
 * @throws TypeError or RangeError for a wrong option; Error if `backend` is 'wasm' and WebAssembly can't be used
 */
export function createSigmoid(options?: SigmoidOptions): Sigmoid {
  const checked = requireSigmoidOptions(options);
  const { kernel } = sigmoidDefinition.operationFor(checked, 'f64');
  const engine = createEngine('sigmoid', () => openBackend(program, checked, { kernel, binary }));
  // Asked for by name, it is opened at once: the caller wants to know.
  if (checked.backend === 'wasm') engine.backend();
  return createInstance({ ...sigmoidDefinition, binary }, engine, checked);
}

/** The default instance. Nothing is compiled, allocated or started before its first use. */
export const sigmoid: Sigmoid = createSigmoid();
