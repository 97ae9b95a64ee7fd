/** What is wrong with a table, said with the name of its file. */
import { Failure } from '../failure.ts';
import type { Input } from '../io/input.ts';
import { TableError } from './rows.ts';

export function asFailure({ name }: Input, error: unknown): unknown {
  return error instanceof TableError ? new Failure(`${name}: ${error.message}`) : error;
}

/** @throws Failure for a TableError of the action */
export async function failing<Value>(input: Input, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (error) {
    throw asFailure(input, error);
  }
}
