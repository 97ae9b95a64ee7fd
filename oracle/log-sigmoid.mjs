/** log σ(x) = −softplus(−x): softplus, mirrored twice. */
import { accuracyOf } from './oracle.mjs';
import { softplus } from './softplus.mjs';

/** @type {import('./oracle.mjs').Oracle} */
export const logSigmoid = {
  exact: (x, bits) => -softplus.exact(-x, bits),
  ulpError: (x, y) => softplus.ulpError(-x, -y),
  exactUlpError: (x, y) => softplus.exactUlpError(-x, -y),
  floatUlpError: (x, y) => softplus.floatUlpError(-x, -y),
  nearest: (x) => -softplus.nearest(-x),
  nearestFloat: (x) => -softplus.nearestFloat(-x),
  accuracyOf: (x, y) => accuracyOf(x, y, logSigmoid.ulpError),
  floatAccuracyOf: (x, y) => accuracyOf(x, y, logSigmoid.floatUlpError),
  edges: softplus.edges.map(([x, y]) => [-x, -y]),
};
