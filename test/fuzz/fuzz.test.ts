/** Random programs of calls over memories of every kind do what the model of them says. */
import { it } from 'vitest';
import { watchWorkers } from '../support/workers.ts';
import { findFailure, report } from './campaign.ts';
import { createInstance } from './instances.ts';
import { FEATURES, type Feature } from './programs.ts';

watchWorkers();

const { FUZZ_SEED, FUZZ_OPERATIONS, FUZZ_FEATURES } = process.env;
const features = FUZZ_FEATURES === undefined ? FEATURES : (FUZZ_FEATURES.split(',') as Feature[]);
const operations = Number(FUZZ_OPERATIONS ?? (FUZZ_SEED === undefined ? 2000 : 1));

it('programs do what the model says', { timeout: 600_000 }, async () => {
  const finding = await findFailure({ create: createInstance, seed: Number(FUZZ_SEED ?? 1), operations, features });
  if (finding !== undefined) throw new Error(report(finding));
});
