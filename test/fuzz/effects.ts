/** What calls do to the model, in the order in which they were made. */
import { createSigmoid } from 'sigmoid-wasm/ts';
import type { Range } from './arrays.ts';
import type { Call } from './calls.ts';
import { Contents, type Difference } from './contents.ts';
import type { InstanceSpec } from './programs.ts';

type Rounding = InstanceSpec['rounding'];

export interface Effect {
  /** Index of the operation. */
  readonly index: number;
  readonly rounding: Rounding;
  readonly x: Range;
  /** Undefined if the call gives a new array. */
  readonly out: Range | undefined;
  /** What a synchronous call returned. */
  readonly result?: Float64Array;
  /** Undefined if the call was synchronous. */
  readonly call?: Call;
}

const one = {
  faithful: createSigmoid({ rounding: 'faithful' }),
  correct: createSigmoid({ rounding: 'correct' }),
};

/** σ of a number. It is computed alone, so nothing that arrays are subject to can change it. */
export function sigma(x: number, rounding: Rounding): number {
  return one[rounding](x);
}

export function sigmaOfEach(x: Float64Array, rounding: Rounding): Float64Array {
  const y = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) y[i] = sigma(x[i] as number, rounding);
  return y;
}

/** Changes the model as the call was to change the memory. Returns what is wrong with a new array that it gave. */
export function apply({ rounding, x, out, result, call }: Effect): string | undefined {
  const end = call?.end;
  const fulfilled = end === undefined || 'value' in end;
  if (!fulfilled && (out === undefined || call?.writesNothing)) return undefined;
  const results = x.memory.contents.read(x.begin, x.length).map((values) => sigmaOfEach(values, rounding));
  if (!fulfilled) {
    out?.memory.contents.mayWrite(out.begin, results);
    return undefined;
  }
  if (out !== undefined) {
    out.memory.contents.write(out.begin, results);
    return undefined;
  }
  const array = end !== undefined && 'value' in end ? end.value : (result as Float64Array);
  const contents = new Contents(array);
  contents.write(0, results);
  const difference = contents.compare(array);
  return difference && `the new array ${describe(difference)}`;
}

export function describe({ index, expected, actual }: Difference): string {
  const hex = (bits: bigint): string => `0x${bits.toString(16).padStart(16, '0')} (${toNumber(bits)})`;
  return `has ${hex(actual)} at ${index}, expected ${hex(expected)}`;
}

function toNumber(bits: bigint): number {
  return new Float64Array(BigUint64Array.of(bits).buffer)[0] as number;
}
