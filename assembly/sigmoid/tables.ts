/** Writes σ's tables into kernel memory, from the source that the TypeScript backend shares: math/sigmoid/table.ts. */
import {
  CORRECT_STEPS, ENTRIES, FAITHFUL_STEPS, lowerA, lowerP, lowerPLow, lowerS, next, startCorrect, startFaithful, upperA, upperP,
  upperPLow, upperS,
} from '../../math/sigmoid/table';
import { nextLow, startLow } from '../../math/sigmoid/table-low';
import { CORRECT_LOW, CORRECT_TABLE, FAITHFUL_TABLE } from '../layout';
import { setCorrectConstants, setFaithfulConstants } from './constants';

/** For `sigmoid`, once per memory, before any thread calls it. */
export function initializeSigmoid(): void {
  setFaithfulConstants();
  const zero = FAITHFUL_TABLE + <usize>ENTRIES * 8;
  writePair(zero, 0.0, 0.5);
  startFaithful();
  for (let i: usize = 1; i <= <usize>FAITHFUL_STEPS; i++) {
    next();
    writePair(zero - (i << 4), lowerA, lowerS);
    writePair(zero + (i << 4), upperA, upperS);
  }
  for (let i: usize = <usize>FAITHFUL_STEPS + 1; i <= <usize>ENTRIES / 2; i++) {
    // Below the table: nothing is near this a, so that the range test fails. Above it σ is 1.
    writePair(zero - (i << 4), Infinity, 0.0);
    if (i < <usize>ENTRIES / 2) writePair(zero + (i << 4), <f64>i / 64.0, 1.0);
  }
}

/** The same for `sigmoidCorrect`. */
export function initializeSigmoidCorrect(): void {
  setCorrectConstants();
  const zero = CORRECT_TABLE + <usize>ENTRIES * 16;
  writePair(CORRECT_TABLE, Infinity, 0.0);
  writePair(zero, 0.0, 0.5);
  writePair(zero + 16, 0.25, 0.0);
  startCorrect();
  startLow();
  for (let i: usize = 1; i <= <usize>CORRECT_STEPS; i++) {
    next();
    writePair(zero - (i << 5), lowerA, lowerS);
    writePair(zero - (i << 5) + 16, lowerP, lowerPLow);
    writePair(zero + (i << 5), upperA, upperS);
    writePair(zero + (i << 5) + 16, upperP, upperPLow);
    store<f64>(CORRECT_LOW + (i << 3), nextLow(lowerA, lowerS));
  }
}

function writePair(address: usize, first: f64, second: f64): void {
  store<f64>(address, first, 0);
  store<f64>(address, second, 8);
}
