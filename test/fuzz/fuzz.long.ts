/** What fuzz.test.ts tests, by 10^5 operations. */
import { it } from 'vitest';
import { SHARE } from '../support/share.ts';
import { watchWorkers } from '../support/workers.ts';
import { findFailure, report } from './campaign.ts';
import { createInstance } from './instances.ts';
import { ENABLED, OPERATIONS, SEED } from './settings.ts';

watchWorkers();

/** Far from the seeds of the short test. */
const FIRST_SEED = 1_000_000;

it('10^5 operations of random programs do what the model says', async () => {
  const operations = OPERATIONS ?? 1e5 * SHARE;
  const finding = await findFailure({ create: createInstance, seed: SEED ?? FIRST_SEED, operations, features: ENABLED });
  if (finding !== undefined) throw new Error(report(finding));
});
