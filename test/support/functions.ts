/** The functions of the package: suites run over all of them. */
import type { Logistic, LogisticFunction } from 'sigmoid-wasm';
import { ORACLES } from '../../oracle/functions.mjs';
import type { Oracle } from '../../oracle/oracle.mjs';
import { describeBackends } from './backends.ts';
import { ELEMENTS, type Elements } from './elements.ts';
import type { FunctionName } from './function-points.ts';

export interface FunctionCase {
  readonly name: FunctionName;
  readonly symbol: string;
  /** The most ULP that a normal result may be away from the exact value. */
  readonly bound: number;
  readonly oracle: Oracle;
  /** The function of an instance that has all. */
  of(logistic: Logistic): LogisticFunction;
}

function functionCase(name: FunctionName, symbol: string, bound = 0.53): FunctionCase {
  return { name, symbol, bound, oracle: ORACLES[name], of: (logistic) => logistic[name] };
}

export const FUNCTIONS: readonly FunctionCase[] = [
  functionCase('sigmoid', 'σ'),
  functionCase('sigmoidDerivative', 'σ′', 0.55),
  functionCase('softplus', 'softplus'),
  functionCase('logSigmoid', 'log σ'),
  functionCase('logit', 'logit'),
];

/** Those that have come to σ. */
export const OTHERS: readonly FunctionCase[] = FUNCTIONS.filter(({ name }) => name !== 'sigmoid');

/** Makes a function of an instance that has all, over doubles rounded faithfully. */
export type CreateFunction = () => LogisticFunction;

/** Runs the same tests over every function on every backend. */
export function describeFunctions(title: string, tests: (which: FunctionCase, create: CreateFunction) => void): void {
  for (const which of FUNCTIONS) {
    describeBackends(`${title}: ${which.symbol}`, (_, createLogistic) => tests(which, () => which.of(createLogistic())));
  }
}

/** Runs the same tests over every function and both types of elements on every backend. */
export function describeFunctionsOfElements(
  title: string,
  tests: (which: FunctionCase, create: CreateFunction, elements: Elements) => void,
): void {
  for (const elements of ELEMENTS) {
    describeFunctions(`${title}, ${elements.type}`, (which, create) => tests(which, create, elements));
  }
}
