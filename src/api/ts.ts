/** σ and its family over Float64Arrays and Float32Arrays in TypeScript alone: no WebAssembly, no workers; the same bits. */

import { logitDefinition } from '../functions/logit/index.ts';
import { sigmoidDefinition } from '../functions/sigmoid/index.ts';
import { sigmoidDerivativeDefinition } from '../functions/sigmoid-derivative/index.ts';
import { logSigmoidDefinition, softplusDefinition } from '../functions/softplus/index.ts';
import type { BackendOptions } from '../runtime/backend.ts';
import { createTypeScriptBackend } from '../runtime/typescript-backend.ts';
import { requireSigmoidOptions } from './arguments.ts';
import { createEngine, type Engine } from './engine.ts';
import { createInstance } from './instance.ts';
import { createFunctions } from './logistic.ts';
import type { Logistic, LogisticFunction, LogisticOptions, Sigmoid, SigmoidOptions } from './types.ts';

export type {
  AsyncOptions,
  ElementTypeName,
  Logistic,
  LogisticFunction,
  LogisticInfo,
  LogisticOptions,
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

function openEngine(name: string, options: BackendOptions): Engine {
  return createEngine(name, () => createTypeScriptBackend(options, []));
}

/** @throws Error if WebAssembly is asked for */
function requireOptions(options: SigmoidOptions | undefined): ReturnType<typeof requireSigmoidOptions> {
  const checked = requireSigmoidOptions(options);
  if (checked.backend === 'wasm') throw new Error("no WebAssembly: 'sigmoid-wasm/ts' is without it; import 'sigmoid-wasm'");
  return checked;
}

/**
 * σ alone, as an independent instance.
 *
 * @throws TypeError or RangeError for a wrong option; Error if `backend` is 'wasm'
 */
export function createSigmoid(options?: SigmoidOptions): Sigmoid {
  const checked = requireOptions(options);
  return createInstance(sigmoidDefinition, undefined, openEngine('sigmoid', checked), checked);
}

/**
 * All functions, as one independent instance.
 *
 * @throws as `createSigmoid` does
 */
export function createLogistic(options?: LogisticOptions): Logistic {
  const checked = requireOptions(options);
  return createFunctions(openEngine('sigmoid-wasm', checked), checked);
}

// What is marked as pure is left out of bundles that do not use it.
const engine = /* @__PURE__ */ openEngine('sigmoid-wasm', {});

/**
 * σ(x) = 1/(1 + e^-x). Nothing is compiled, allocated or started before the first use of any of these functions, which share
 * one memory and one pool.
 */
export const sigmoid: Sigmoid = /* @__PURE__ */ createInstance(sigmoidDefinition, undefined, engine, {});

/** σ′(x) = σ(x)·σ(−x): even, 0.25 at 0, 0 at ±∞. On both sides down to subnormal results. */
export const sigmoidDerivative: LogisticFunction = /* @__PURE__ */ createInstance(
  sigmoidDerivativeDefinition,
  undefined,
  engine,
  {},
);

/** log(1 + e^x): ln 2 at 0, 0 at −∞, +∞ at +∞. On the left e^x down to the last subnormal result. */
export const softplus: LogisticFunction = /* @__PURE__ */ createInstance(softplusDefinition, undefined, engine, {});

/** log σ(x) = −softplus(−x): −∞ at −∞, −0 at +∞. */
export const logSigmoid: LogisticFunction = /* @__PURE__ */ createInstance(logSigmoidDefinition, undefined, engine, {});

/** log(p/(1 − p)), the inverse of σ: −∞ at 0, +∞ at 1, 0 at ½, NaN outside [0, 1]. */
export const logit: LogisticFunction = /* @__PURE__ */ createInstance(logitDefinition, undefined, engine, {});
