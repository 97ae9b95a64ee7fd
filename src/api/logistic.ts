/** The functions of one engine, together. */

import type { FunctionDefinition, FunctionOptions } from '../functions/definition.ts';
import { logitDefinition } from '../functions/logit/index.ts';
import { sigmoidDefinition } from '../functions/sigmoid/index.ts';
import { sigmoidDerivativeDefinition } from '../functions/sigmoid-derivative/index.ts';
import { logSigmoidDefinition, softplusDefinition } from '../functions/softplus/index.ts';
import type { Binary } from '../runtime/kernel.ts';
import type { Engine } from './engine.ts';
import { addMembers, createInstance } from './instance.ts';
import type { Logistic } from './types.ts';

const DEFINITIONS: readonly FunctionDefinition[] = [
  sigmoidDefinition,
  sigmoidDerivativeDefinition,
  softplusDefinition,
  logSigmoidDefinition,
  logitDefinition,
];

/** @param binaries those of the functions, by the names that their kernels have for them; none in entries without WebAssembly */
export function createFunctions(engine: Engine, options: FunctionOptions, binaries: Record<string, Binary> = {}): Logistic {
  const binaryOf = (definition: FunctionDefinition): Binary | undefined =>
    binaries[definition.operationFor(options, 'f64').kernel.binary];
  const logistic = {};
  for (const definition of DEFINITIONS) {
    const value = createInstance(definition, binaryOf(definition), engine, options);
    Object.defineProperty(logistic, definition.name, { value, enumerable: true });
  }
  const { kernel } = sigmoidDefinition.operationFor(options, 'f64');
  addMembers(logistic, engine, { kernel, binary: binaryOf(sigmoidDefinition) }, options.rounding ?? 'faithful', options);
  return logistic as Logistic;
}
