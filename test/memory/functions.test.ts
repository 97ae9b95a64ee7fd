/** What one function's `alloc` gives, the others reach without a copy. */
import { expect, it } from 'vitest';
import { runModule } from '../support/child.ts';

/** Counts the copies of elements between arrays, which the package takes from the method `set` when it is imported. */
const PRELUDE = `
  let copies = 0;
  const typedArrays = Object.getPrototypeOf(Float64Array.prototype);
  const { set } = typedArrays;
  typedArrays.set = function (...args) {
    copies++;
    return set.apply(this, args);
  };
  const copiesOf = (call) => {
    copies = 0;
    call();
    return copies;
  };
`;

it.each([
  ['the default functions', "await import('sigmoid-wasm')"],
  ['an instance of its own', "(await import('sigmoid-wasm')).createLogistic({ backend: 'wasm' })"],
  [
    'one without shared memory',
    "(delete globalThis.SharedArrayBuffer, (await import('sigmoid-wasm')).createLogistic({ backend: 'wasm' }))",
  ],
])('each function of %s reaches arrays of each without a copy, over either type of elements', (_, instance) => {
  const output = runModule(`${PRELUDE}
    const { sigmoid, sigmoidDerivative, softplus, logSigmoid, logit } = ${instance};
    const functions = [sigmoid, sigmoidDerivative, softplus, logSigmoid, logit];
    const LENGTH = 30_000;
    let own = 0;
    let others = 0;
    for (const type of ['float64', 'float32']) {
      for (const giver of functions) {
        const [x, out] = [giver.alloc(LENGTH, type), giver.alloc(LENGTH, type)];
        const ordinary = x.slice();
        for (const f of functions) {
          // The first call may bring tables to the memory.
          f(x, out);
          own += copiesOf(() => f(x, out)) + copiesOf(() => f(x, x));
          if (copiesOf(() => f(ordinary, ordinary)) > 0) others++;
        }
      }
    }
    console.log(own, others);
  `);
  expect(output).toBe('0 50\n');
});
