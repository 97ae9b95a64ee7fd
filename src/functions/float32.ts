import { lengthOf } from '../runtime/elements.ts';
import type { Fallback } from '../runtime/kernel.ts';

/** A float32 x at which the double f(x) is in the middle between two floats, and the nearer of them: see assembly/core/map-float.ts. */
export interface Tie {
  readonly x: number;
  readonly y: number;
}

const NO_TIE: Tie = { x: 0 / 0, y: 0 / 0 };

/** Elements that are doubles at a time. */
const BLOCK = 1024;

/** A function over floats, of the same function over doubles: computed so, and rounded once. */
export function overFloats({ into, of }: Fallback, tie: Tie = NO_TIE): Fallback {
  return {
    into(x: Float32Array, out: Float32Array) {
      const length = lengthOf('f32', x);
      const doubles = new Float64Array(Math.min(BLOCK, length));
      for (let begin = 0; begin < length; begin += BLOCK) {
        const count = Math.min(BLOCK, length - begin);
        for (let i = 0; i < count; i++) doubles[i] = x[begin + i] as number;
        into(doubles, doubles);
        for (let i = begin; i < begin + count; i++) out[i] = x[i] === tie.x ? tie.y : (doubles[i - begin] as number);
      }
    },
    of(given) {
      const x = Math.fround(given);
      return x === tie.x ? tie.y : Math.fround(of(x));
    },
  };
}
