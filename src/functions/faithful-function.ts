import type { Fallback, Kernel, Operation } from '../runtime/kernel.ts';
import type { FunctionDefinition } from './definition.ts';

/** Elements that take some 0.2 ms, less than workers gain: measured by `npm run bench:threads`. */
export const WORTH_WORKERS = 131072;

/** A function that rounds faithfully over doubles, whatever the options. */
export interface FaithfulFunction {
  readonly name: string;
  /** Names its binary. */
  readonly binary: string;
  readonly initialize: string;
  /** Names the exports that say where its table is. */
  readonly tables: Kernel['exports']['tables'];
  readonly fallback: Fallback;
}

export function defineFaithful({ name, binary, initialize, tables, fallback }: FaithfulFunction): FunctionDefinition {
  const exports = { initialize, run: name, tables };
  const kernel: Kernel = { id: `${name}/faithful/f64`, binary, elementType: 'f64', exports, worthWorkers: WORTH_WORKERS };
  const operation: Operation = { kernel, fallback };
  return { name, operationFor: () => operation };
}
