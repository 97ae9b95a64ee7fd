import * as np from 'numpy-ts';
import { named, TYPES } from '../elements.mjs';

/**
 * Functions by the expressions of NumPy's users. No function takes an array to write to: `keep` notes what is to be disposed of
 * afterwards, and returns it.
 *
 * @type {[import('../functions.mjs').FunctionName, string, (x: np.NDArray, keep: (array: np.NDArray) => np.NDArray) => np.NDArray][]}
 */
const EXPRESSIONS = [
  ['sigmoid', '1/(1+exp(-x))', (x, keep) => np.reciprocal(keep(np.add(keep(np.exp(keep(np.negative(x)))), 1)))],
  [
    'sigmoidDerivative',
    's*(1-s)',
    (x, keep) => {
      const s = keep(np.reciprocal(keep(np.add(keep(np.exp(keep(np.negative(x)))), 1))));
      return np.multiply(s, keep(np.add(keep(np.negative(s)), 1)));
    },
  ],
  ['softplus', 'logaddexp(x, 0)', (x) => np.logaddexp(x, 0)],
  ['logSigmoid', '-logaddexp(-x, 0)', (x, keep) => np.negative(keep(np.logaddexp(keep(np.negative(x)), 0)))],
  ['logit', 'log(x/(1-x))', (x, keep) => np.log(keep(np.divide(x, keep(np.add(keep(np.negative(x)), 1)))))],
];

/** @type {import('./main.mjs').Peer[]} */
export default EXPRESSIONS.flatMap(([of, expression, compute]) =>
  TYPES.map((type) => ({
    function: of,
    name: named(`numpy-ts, ${expression}`, type),
    type,
    prepare(x) {
      const input = np.array(x, type);
      // What is computed lies in the library's memory, until it is disposed of.
      let out = input;
      return {
        run() {
          if (out !== input) out.dispose();
          /** @type {np.NDArray[]} */
          const temporary = [];
          out = compute(input, (array) => {
            temporary.push(array);
            return array;
          });
          for (const array of temporary) array.dispose();
        },
        result: () => out.data,
      };
    },
  })),
);
