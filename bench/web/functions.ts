/** The functions of the package, which the visitor chooses from. */
import { logit, logSigmoid, sigmoid, sigmoidDerivative, softplus } from 'sigmoid-wasm';

/** In the order of the chooser; the first is chosen when the page opens. */
export const FUNCTIONS = { sigmoid, sigmoidDerivative, softplus, logSigmoid, logit };

export type FunctionName = keyof typeof FUNCTIONS;

export const NAMES = Object.keys(FUNCTIONS) as FunctionName[];

export const SYMBOLS: Readonly<Record<FunctionName, string>> = {
  sigmoid: 'σ',
  sigmoidDerivative: 'σ′',
  softplus: 'softplus',
  logSigmoid: 'log σ',
  logit: 'logit',
};

/** What the function is applied to: any number, or a probability. */
export const variableOf = (name: FunctionName): 'x' | 'p' => (name === 'logit' ? 'p' : 'x');

/** σ(x), logit(p) … */
export const application = (name: FunctionName): string => `${SYMBOLS[name]}(${variableOf(name)})`;
