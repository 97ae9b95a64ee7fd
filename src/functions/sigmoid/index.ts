import type { Operation } from '../../runtime/kernel.ts';
import type { FunctionDefinition } from '../definition.ts';
import { WORTH_WORKERS } from '../faithful-function.ts';
import { correctSigmoidInto, correctSigmoidOf } from './correct.ts';
import { sigmoidBy, sigmoidInto } from './faithful.ts';
import { floatSigmoidInto, floatSigmoidOf } from './float32.ts';
import { correctTable, faithfulTable, floatTable } from './tables.ts';

/** σ(x) = 1/(1 + e^-x). */
export const sigmoidDefinition: FunctionDefinition = {
  name: 'sigmoid',
  canRoundCorrectly: true,
  operationFor: ({ rounding }, type) => (type === 'f32' ? float : rounding === 'correct' ? correct : faithful),
};

/** The same for correct rounding, which takes twice as long, and longer where many elements are undecided. */
const WORTH_WORKERS_CORRECT = 32768;

let made: ((x: number) => number) | undefined;

/** σ of a number, made at first use. */
function faithfulSigmoid(): (x: number) => number {
  made ??= sigmoidBy(faithfulTable());
  return made;
}

const faithful: Operation = {
  kernel: {
    id: 'sigmoid/faithful/f64',
    binary: 'sigmoid',
    elementType: 'f64',
    exports: { initialize: 'initializeSigmoid', run: 'sigmoid', tables: ['faithfulTableAddress', 'correctTableAddress'] },
    worthWorkers: WORTH_WORKERS,
  },
  fallback: {
    into: (x: Float64Array, out: Float64Array) => sigmoidInto(x, out, faithfulTable(), faithfulSigmoid()),
    get of() {
      return faithfulSigmoid();
    },
  },
};

const correct: Operation = {
  kernel: {
    id: 'sigmoid/correct/f64',
    binary: 'sigmoid',
    elementType: 'f64',
    exports: {
      initialize: 'initializeSigmoidCorrect',
      run: 'sigmoidCorrect',
      tables: ['correctTableAddress', 'correctTableEnd'],
    },
    worthWorkers: WORTH_WORKERS_CORRECT,
  },
  fallback: {
    into: (x: Float64Array, out: Float64Array) => correctSigmoidInto(x, out, correctTable()),
    of: (x) => correctSigmoidOf(x, correctTable()),
  },
};

/** Each result is the nearest float32, so that there is nothing for `rounding` to choose. */
const float: Operation = {
  kernel: {
    id: 'sigmoid/correct/f32',
    binary: 'sigmoid',
    elementType: 'f32',
    exports: {
      initialize: 'initializeSigmoidFloat',
      run: 'sigmoidFloat',
      tables: ['floatTableAddress', 'faithfulTableAddress'],
    },
    worthWorkers: WORTH_WORKERS,
  },
  fallback: {
    into: (x: Float32Array, out: Float32Array) => floatSigmoidInto(x, out, floatTable()),
    of: (x) => Math.fround(floatSigmoidOf(Math.fround(x), floatTable())),
  },
};
