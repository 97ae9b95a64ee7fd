import { expect } from 'vitest';

/** The error that a call throws or that its promise rejects with. A call of `async` must reject, never throw. */
export async function errorOf(name: string, call: () => unknown): Promise<Error> {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    expect(name, 'async must reject, not throw').not.toContain('async');
    return error as Error;
  }
  expect(result, `${name} returned instead of throwing`).toBeInstanceOf(Promise);
  return (result as Promise<unknown>).then(
    () => {
      throw new Error(`${name} succeeded`);
    },
    (error: Error) => error,
  );
}
