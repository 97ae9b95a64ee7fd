/** The functions that are measured, by the names that the package has for them. */

/**
 * @typedef {'sigmoid' | 'sigmoidDerivative' | 'softplus' | 'logSigmoid' | 'logit'} FunctionName
 *
 * @typedef {object} Measured
 * @property {string} symbol
 * @property {string} formula
 * @property {string} usual what users write for it in JavaScript: the loop that its rows are compared with is of this
 * @property {readonly [from: number, to: number]} interval the x over which it is measured, uniform
 * @property {Record<import('./elements.mjs').ElementType, number>} bounds the largest error in ULP of the type that the package promises
 * @property {Record<import('./elements.mjs').ElementType, number>} usualBounds the same for what users write. Engines have functions
 *   of their own, so that it is not much less than what each of them needs
 */

/** Over float32 each result is the nearest. */
const BOUNDS = { float64: 0.53, float32: 0.5 };
/** Over float32 hardly more than the ½ of the last rounding, because all before that is computed in doubles. */
const USUAL_BOUNDS = { float64: 3, float32: 0.51 };
const USUAL_SIGMOID = '1/(1+Math.exp(-x))';
const INTERVAL = /** @type {const} */ ([-10, 10]);

/** @type {Record<FunctionName, Measured>} */
export const FUNCTIONS = {
  sigmoid: {
    symbol: 'σ',
    formula: 'σ(x) = 1/(1 + e^-x)',
    usual: USUAL_SIGMOID,
    interval: INTERVAL,
    bounds: BOUNDS,
    usualBounds: USUAL_BOUNDS,
  },
  sigmoidDerivative: {
    symbol: 'σ′',
    formula: 'σ′(x) = σ(x)·σ(−x)',
    usual: `s*(1-s), s = ${USUAL_SIGMOID}`,
    interval: INTERVAL,
    bounds: { ...BOUNDS, float64: 0.55 },
    // 1 − s cancels: at 10 by 14 bits.
    usualBounds: { ...USUAL_BOUNDS, float64: 2 ** 17 },
  },
  softplus: {
    symbol: 'softplus',
    formula: 'softplus(x) = log(1 + e^x)',
    usual: 'Math.max(x,0)+Math.log1p(Math.exp(-Math.abs(x)))',
    interval: INTERVAL,
    bounds: BOUNDS,
    usualBounds: USUAL_BOUNDS,
  },
  logSigmoid: {
    symbol: 'log σ',
    formula: 'log σ(x) = −softplus(−x)',
    usual: 'Math.min(x,0)-Math.log1p(Math.exp(-Math.abs(x)))',
    interval: INTERVAL,
    bounds: BOUNDS,
    usualBounds: USUAL_BOUNDS,
  },
  logit: {
    symbol: 'logit',
    formula: 'logit(x) = log(x/(1 − x))',
    usual: 'Math.log(x/(1-x))',
    interval: [0, 1],
    bounds: BOUNDS,
    // The quotient is rounded beside 1, whose logarithm is 0: of a million x, the one nearest to ½ is nearer than 2^-20.
    usualBounds: { ...USUAL_BOUNDS, float64: 2 ** 31 },
  },
};

export const FUNCTION_NAMES = /** @type {FunctionName[]} */ (Object.keys(FUNCTIONS));

/** Where a function is measured, in words. @param {FunctionName} name */
export function domainOf(name) {
  const [from, to] = FUNCTIONS[name].interval;
  return `x uniform in [${String(from).replace('-', '−')}, ${to})`;
}
