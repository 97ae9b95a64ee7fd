import { TIE_X, TIE_Y } from '../../../math/logit/float32.ts';
import { defineFaithful } from '../faithful-function.ts';
import { logitInto, logitOf, logitTable } from './logit.ts';

/** log(p/(1 − p)). */
export const logitDefinition = /* @__PURE__ */ defineFaithful({
  name: 'logit',
  binary: 'logit',
  initialize: 'initializeLogit',
  tables: ['logitTableAddress', 'logitTableEnd'],
  fallback: {
    into: (x: Float64Array, out: Float64Array) => logitInto(x, out, logitTable()),
    of: (x) => logitOf(x, logitTable()),
  },
  tie: { x: TIE_X, y: TIE_Y },
});
