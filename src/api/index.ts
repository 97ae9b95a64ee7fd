/** σ and its family over Float64Arrays and Float32Arrays: WebAssembly where it can be had, else TypeScript with the same bits. */

import type { FunctionOptions } from '../functions/definition.ts';
import { logitDefinition } from '../functions/logit/index.ts';
import { sigmoidDefinition } from '../functions/sigmoid/index.ts';
import { sigmoidDerivativeDefinition } from '../functions/sigmoid-derivative/index.ts';
import { logSigmoidDefinition, softplusDefinition } from '../functions/softplus/index.ts';
import { binary as logitBinary } from '../generated/logit.ts';
import { binary as sigmoidBinary } from '../generated/sigmoid.ts';
import { binary as derivativeBinary } from '../generated/sigmoid-derivative.ts';
import { binary as softplusBinary } from '../generated/softplus.ts';
import type { BackendOptions } from '../runtime/backend.ts';
import { openBackend } from '../runtime/choose.ts';
import type { KernelInBinary } from '../runtime/kernel.ts';
import { requireSigmoidOptions } from './arguments.ts';
import { createEngine, type Engine } from './engine.ts';
import { createInstance } from './instance.ts';
import { createFunctions } from './logistic.ts';
import { program } from './program.ts';
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
  return createEngine(name, (first) => openBackend(program, options, first as KernelInBinary));
}

/** An engine that, where WebAssembly is asked for by name, is opened at once: the caller wants to know. */
function openOwnEngine(name: string, options: BackendOptions & FunctionOptions): Engine {
  const engine = openEngine(name, options);
  const { kernel } = sigmoidDefinition.operationFor(options, 'f64');
  if (options.backend === 'wasm') engine.backend({ kernel, binary: sigmoidBinary });
  return engine;
}

/**
 * σ alone, as an independent instance, with memory and threads that no other instance uses.
 *
 * @throws TypeError or RangeError for a wrong option; Error if `backend` is 'wasm' and WebAssembly can't be used
 */
export function createSigmoid(options?: SigmoidOptions): Sigmoid {
  const checked = requireSigmoidOptions(options);
  return createInstance(sigmoidDefinition, sigmoidBinary, openOwnEngine('sigmoid', checked), checked);
}

/**
 * All functions, with one memory and one pool of threads that no other instance uses.
 *
 * @throws as `createSigmoid` does
 */
export function createLogistic(options?: LogisticOptions): Logistic {
  const checked = requireSigmoidOptions(options);
  return createFunctions(openOwnEngine('sigmoid-wasm', checked), checked, {
    sigmoid: sigmoidBinary,
    'sigmoid-derivative': derivativeBinary,
    softplus: softplusBinary,
    logit: logitBinary,
  });
}

// What is marked as pure is left out of bundles that do not use it.
const engine = /* @__PURE__ */ openEngine('sigmoid-wasm', {});

/**
 * σ(x) = 1/(1 + e^-x). Nothing is compiled, allocated or started before the first use of any of these functions, which share
 * one memory and one pool.
 */
export const sigmoid: Sigmoid = /* @__PURE__ */ createInstance(sigmoidDefinition, sigmoidBinary, engine, {});

/** σ′(x) = σ(x)·σ(−x): even, 0.25 at 0, 0 at ±∞. On both sides down to subnormal results. */
export const sigmoidDerivative: LogisticFunction = /* @__PURE__ */ createInstance(
  sigmoidDerivativeDefinition,
  derivativeBinary,
  engine,
  {},
);

/** log(1 + e^x): ln 2 at 0, 0 at −∞, +∞ at +∞. On the left e^x down to the last subnormal result. */
export const softplus: LogisticFunction = /* @__PURE__ */ createInstance(softplusDefinition, softplusBinary, engine, {});

/** log σ(x) = −softplus(−x): −∞ at −∞, −0 at +∞. */
export const logSigmoid: LogisticFunction = /* @__PURE__ */ createInstance(logSigmoidDefinition, softplusBinary, engine, {});

/** log(p/(1 − p)), the inverse of σ: −∞ at 0, +∞ at 1, 0 at ½, NaN outside [0, 1]. */
export const logit: LogisticFunction = /* @__PURE__ */ createInstance(logitDefinition, logitBinary, engine, {});
