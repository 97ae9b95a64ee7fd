/** The fuzzer finds faults, and shows them by small programs. */
import { describe, expect, it } from 'vitest';
import { findFailure, report } from './campaign.ts';
import { FAULTS, RIGHT } from './faulty.ts';
import { generate } from './generate.ts';
import { FEATURES } from './programs.ts';

/** Within these each fault has to be found, and to be shown by these. */
const OPERATIONS = 5000;
const SMALL = 4;

describe.each(FAULTS)('an instance that $name', ({ features, create }) => {
  const campaign = { seed: 1, operations: OPERATIONS, features, limit: 500 };

  it('is found, and shown by a small program', async () => {
    const finding = await findFailure({ ...campaign, create });
    expect(finding, 'no program has failed').toBeDefined();
    if (finding === undefined) return;
    expect(finding.program.operations.length, report(finding)).toBeLessThanOrEqual(SMALL);
  });
});

it('the same seed gives the same program, and another one another', () => {
  const features = new Set(FEATURES);
  expect(generate(5, features)).toEqual(generate(5, features));
  expect(generate(5, features)).not.toEqual(generate(6, features));
});
