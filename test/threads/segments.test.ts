import { expect, it } from 'vitest';
import { type Call, type Claim, Segments } from '../../src/runtime/threads/segments.ts';
import { random } from '../support/points.ts';

const newCall = (): Call => Promise.resolve();

const meet = (one: Claim, other: Claim): boolean =>
  (one.writes || other.writes) && one.begin < other.end && other.begin < one.end;

it('segments let each call wait, itself or through others, for all that it meets, and for nothing else', () => {
  const next = random(5);
  const segments = new Segments();
  const running = new Map<Call, { claim: Claim; waitsFor: Set<Call> }>();
  const reaches = (from: Set<Call>): Set<Call> => {
    const reached = new Set<Call>();
    const visit = (call: Call): void => {
      if (reached.has(call)) return;
      reached.add(call);
      for (const earlier of running.get(call)?.waitsFor ?? []) visit(earlier);
    };
    for (const call of from) visit(call);
    return reached;
  };
  for (let i = 0; i < 1000; i++) {
    const begin = Math.floor(next() * 60);
    const claim = { begin, end: begin + 1 + Math.floor(next() * 30), writes: next() < 0.4 };
    const earlier = new Set<Call>();
    segments.addConflicts(claim, earlier);
    const met = [...running].filter(([, other]) => meet(claim, other.claim)).map(([call]) => call);
    for (const call of earlier) expect(met).toContain(call);
    const reached = reaches(earlier);
    for (const call of met) expect(reached.has(call)).toBe(true);
    const call = newCall();
    segments.add(claim, call);
    running.set(call, { claim, waitsFor: earlier });
    // Calls end in any order in which they wait for nobody.
    for (const [call, { claim, waitsFor }] of running) {
      if (next() < 0.7 || [...waitsFor].some((other) => running.has(other))) continue;
      segments.remove(claim, call);
      running.delete(call);
    }
  }
  for (const [call, { claim }] of running) segments.remove(claim, call);
  expect(segments.isUnused).toBe(true);
});

it('segments that become alike are one again, while a long call goes on', () => {
  const segments = new Segments();
  const long = newCall();
  const whole = { begin: 0, end: 1000, writes: false };
  segments.add(whole, long);
  for (let begin = 0; begin < 1000; begin += 10) {
    const call = newCall();
    const claim = { begin, end: begin + 7, writes: false };
    segments.add(claim, call);
    segments.remove(claim, call);
  }
  const unlike = newCall();
  const visited: Call[] = [];
  const earlier = { add: (call: Call) => visited.push(call) } as unknown as Set<Call>;
  segments.addConflicts({ ...whole, writes: true }, earlier);
  expect(visited).toEqual([long]);
  segments.add({ ...whole, writes: true }, unlike);
  segments.remove(whole, long);
  segments.remove(whole, unlike);
  expect(segments.isUnused).toBe(true);
});
