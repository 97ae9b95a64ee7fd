/** σ over Float64Arrays and Float32Arrays in TypeScript alone: no WebAssembly, no workers; the same bits. */

import { sigmoidDefinition } from '../functions/sigmoid/index.ts';
import { createTypeScriptBackend } from '../runtime/typescript-backend.ts';
import { requireSigmoidOptions } from './arguments.ts';
import { createEngine } from './engine.ts';
import { createInstance } from './instance.ts';
import type { Sigmoid, SigmoidOptions } from './types.ts';

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
 * An independent instance.
 *
 * @throws TypeError or RangeError for a wrong option; Error if `backend` is 'wasm'
 */
export function createSigmoid(options?: SigmoidOptions): Sigmoid {
  const checked = requireSigmoidOptions(options);
  if (checked.backend === 'wasm') throw new Error("no WebAssembly: 'sigmoid-wasm/ts' is without it; import 'sigmoid-wasm'");
  const engine = createEngine('sigmoid', () => createTypeScriptBackend(checked, []));
  return createInstance(sigmoidDefinition, engine, checked);
}

/** The default instance. Nothing is computed or allocated before its first use. */
export const sigmoid: Sigmoid = createSigmoid();
