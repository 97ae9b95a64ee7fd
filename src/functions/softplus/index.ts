import { LOG_TIE_X, LOG_TIE_Y, TIE_X, TIE_Y } from '../../../math/softplus/float32.ts';
import { defineFaithful } from '../faithful-function.ts';
import { logSigmoidInto, logSigmoidOf, softplusInto, softplusOf, softplusTable } from './softplus.ts';

/** log(1 + e^x). */
export const softplusDefinition = /* @__PURE__ */ defineFaithful({
  name: 'softplus',
  binary: 'softplus',
  initialize: 'initializeSoftplus',
  tables: ['softplusTableAddress', 'softplusTableEnd'],
  fallback: {
    into: (x: Float64Array, out: Float64Array) => softplusInto(x, out, softplusTable()),
    of: (x) => softplusOf(x, softplusTable()),
  },
  tie: { x: TIE_X, y: TIE_Y },
});

/** log σ(x). */
export const logSigmoidDefinition = /* @__PURE__ */ defineFaithful({
  name: 'logSigmoid',
  binary: 'softplus',
  initialize: 'initializeSoftplus',
  tables: ['softplusTableAddress', 'softplusTableEnd'],
  fallback: {
    into: (x: Float64Array, out: Float64Array) => logSigmoidInto(x, out, softplusTable()),
    of: (x) => logSigmoidOf(x, softplusTable()),
  },
  tie: { x: LOG_TIE_X, y: LOG_TIE_Y },
});
