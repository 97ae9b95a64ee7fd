import { defineFaithful } from '../faithful-function.ts';
import { derivativeInto, derivativeOf, slopeTable } from './derivative.ts';

/** σ′(x) = σ(x)·σ(−x). */
export const sigmoidDerivativeDefinition = /* @__PURE__ */ defineFaithful({
  name: 'sigmoidDerivative',
  binary: 'sigmoid-derivative',
  initialize: 'initializeDerivative',
  tables: ['derivativeTableAddress', 'derivativeTableEnd'],
  fallback: {
    into: (x: Float64Array, out: Float64Array) => derivativeInto(x, out, slopeTable()),
    of: (x) => derivativeOf(x, slopeTable()),
  },
});
