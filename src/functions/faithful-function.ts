import type { ElementType } from '../runtime/elements.ts';
import type { Fallback, Kernel, Operation } from '../runtime/kernel.ts';
import type { FunctionDefinition } from './definition.ts';
import { overFloats, type Tie } from './float32.ts';

/** Elements that take some 0.2 ms, less than workers gain: measured by `npm run bench:threads`. */
export const WORTH_WORKERS = 131072;

/** A function that rounds faithfully over doubles, and correctly over floats, whatever the options. */
export interface FaithfulFunction {
  readonly name: string;
  /** Names its binary. */
  readonly binary: string;
  readonly initialize: string;
  /** Names the exports that say where its table is. */
  readonly tables: Kernel['exports']['tables'];
  readonly fallback: Fallback;
  readonly tie?: Tie;
}

export function defineFaithful({ name, binary, initialize, tables, fallback, tie }: FaithfulFunction): FunctionDefinition {
  const common = { binary, worthWorkers: WORTH_WORKERS };
  const operations: Record<ElementType, Operation> = {
    f64: {
      kernel: { ...common, id: `${name}/faithful/f64`, elementType: 'f64', exports: { initialize, run: name, tables } },
      fallback,
    },
    f32: {
      kernel: {
        ...common,
        id: `${name}/correct/f32`,
        elementType: 'f32',
        exports: { initialize, run: `${name}Float`, tables },
      },
      fallback: overFloats(fallback, tie),
    },
  };
  return { name, operationFor: (_, type) => operations[type] };
}
