import * as np from 'numpy-ts';
import { named, TYPES } from '../elements.mjs';

/** @type {import('./main.mjs').Peer[]} */
export default TYPES.map((type) => ({
  name: named('numpy-ts', type),
  type,
  prepare(x) {
    const input = np.array(x, type);
    // No function takes an array to write to: what is computed lies in the library's memory, until it is disposed.
    let out = input;
    return {
      run() {
        if (out !== input) out.dispose();
        const negative = np.negative(input);
        const exp = np.exp(negative);
        const denominator = np.add(exp, 1);
        out = np.reciprocal(denominator);
        for (const temporary of [negative, exp, denominator]) temporary.dispose();
      },
      result: () => out.data,
    };
  },
}));
