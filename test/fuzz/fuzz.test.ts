/** Random programs of calls over memories of every kind do what the model of them says. */
import { expect, it } from 'vitest';
import { times } from '../support/cases.ts';
import { watchWorkers } from '../support/workers.ts';
import { failureOf, findFailure, report } from './campaign.ts';
import { FOUND } from './found.ts';
import { createInstance } from './instances.ts';
import { FEATURES } from './programs.ts';
import { interruptions } from './run.ts';
import { ENABLED, OPERATIONS, PROGRAM, SEED } from './settings.ts';

watchWorkers();

/** A few seconds of them. */
const USUAL_OPERATIONS = times({ some: 1500, all: 2500 });
const TIMEOUT_MS = 10 * 60 * 1000;

/** What must happen to calls with work left, lest the programs test less than they seem to. */
const WAYS = ['it was aborted', '"x" is gone', '"out" is gone', 'the instance was closed', 'a worker died'];

it('random programs do what the model says', { timeout: TIMEOUT_MS }, async () => {
  if (PROGRAM !== undefined) {
    expect(await failureOf(PROGRAM, createInstance)).toBeUndefined();
    return;
  }
  const operations = OPERATIONS ?? (SEED === undefined ? USUAL_OPERATIONS : 1);
  const finding = await findFailure({ create: createInstance, seed: SEED ?? 1, operations, features: ENABLED });
  if (finding !== undefined) throw new Error(report(finding));
  if (operations < USUAL_OPERATIONS || ENABLED !== FEATURES) return;
  expect(WAYS.filter((way) => !interruptions.has(way))).toEqual([]);
});

it.each(FOUND)('%s', async (_, program) => {
  expect(await failureOf(program, createInstance)).toBeUndefined();
});
