/** The fuzzer finds faults, and shows them by small programs. */
import { describe, expect, it } from 'vitest';
import { type Finding, failureOf, findFailure, report } from './campaign.ts';
import { FAULTS } from './faulty.ts';
import { generate } from './generate.ts';
import { FEATURES } from './programs.ts';
import { RIGHT } from './with-calls.ts';

/** Within so many operations each fault has to be found, and to be shown by so few. */
const OPERATIONS = 5000;
const SMALL = 4;

describe.each(FAULTS)('an instance that $name', ({ features, create, shows, limit }) => {
  it('is found, by a small program that an instance without the fault passes', async () => {
    const finding = await findFailure({ create, features, seed: 1, operations: OPERATIONS, ...(limit && { limit }) });
    expect(finding, 'no program has failed').toBeDefined();
    const { program, failure } = finding as Finding;
    expect(failure).toMatch(shows);
    expect(program.operations.length, report(finding as Finding)).toBeLessThanOrEqual(SMALL);
    expect(await failureOf(program, RIGHT)).toBeUndefined();
  });
});

it('the same seed gives the same program, and another one another', () => {
  const features = new Set(FEATURES);
  expect(generate(5, features)).toEqual(generate(5, features));
  expect(generate(5, features)).not.toEqual(generate(6, features));
});
