/** The exact references of all functions, by their names. */
import { logSigmoid } from './log-sigmoid.mjs';
import { logit } from './logit.mjs';
import { sigmoid } from './sigmoid.mjs';
import { sigmoidDerivative } from './sigmoid-derivative.mjs';
import { softplus } from './softplus.mjs';

export const ORACLES = { sigmoid, sigmoidDerivative, softplus, logSigmoid, logit };
