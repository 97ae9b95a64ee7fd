import type { ElementType } from '../runtime/elements.ts';
import type { Operation } from '../runtime/kernel.ts';

/** What a user may ask of a function. */
export interface FunctionOptions {
  readonly rounding?: 'faithful' | 'correct';
}

/** A function of the package: the one place that says which kernel computes it, and what takes over where there is none. */
export interface FunctionDefinition {
  /** As users call it. */
  readonly name: string;
  /** Whether `rounding` makes a difference. */
  readonly canRoundCorrectly?: boolean;
  operationFor(options: FunctionOptions, type: ElementType): Operation;
}
