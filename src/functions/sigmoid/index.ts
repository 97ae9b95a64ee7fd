import type { Kernel, Operation } from '../../runtime/kernel.ts';
import type { FunctionDefinition } from '../definition.ts';
import { correctSigmoidInto, correctSigmoidOf } from './correct.ts';
import { sigmoidInto, sigmoidOf } from './faithful.ts';
import { correctTable, faithfulTable } from './tables.ts';

/** σ(x) = 1/(1 + e^-x). */
export const sigmoidDefinition: FunctionDefinition = {
  name: 'sigmoid',
  operationFor: ({ rounding }) => (rounding === 'correct' ? correct : faithful),
};

/** Elements that take some 0.2 ms, less than workers gain: measured by `npm run bench:threads`. */
const WORTH_WORKERS = 131072;
/** The same for correct rounding, which takes twice as long, and longer where many elements are undecided. */
const WORTH_WORKERS_CORRECT = 32768;

const faithful: Operation = {
  kernel: kernel('faithful', 'initializeSigmoid', 'sigmoid', WORTH_WORKERS),
  fallback: {
    into: (x, out) => sigmoidInto(x, out, faithfulTable()),
    of: (x) => sigmoidOf(x, faithfulTable()),
  },
};

const correct: Operation = {
  kernel: kernel('correct', 'initializeSigmoidCorrect', 'sigmoidCorrect', WORTH_WORKERS_CORRECT),
  fallback: {
    into: (x, out) => correctSigmoidInto(x, out, correctTable()),
    of: (x) => correctSigmoidOf(x, correctTable()),
  },
};

function kernel(rounding: string, initialize: string, run: string, worthWorkers: number): Kernel {
  return { id: `sigmoid/${rounding}/f64`, elementType: 'f64', exports: { initialize, run }, worthWorkers };
}
