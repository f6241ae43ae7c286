import { FACT_CATALOGUE } from '@rap/contracts/automation/facts';
import type { Plan, PlanNode } from '@rap/contracts/automation/plan';
import type { SimulationContext } from '@rap/contracts/automation/simulation-context';
import { expect, test } from 'vitest';
import { unsentWords } from '../definition/why-unsent.ts';
import { examplePerson } from '../library/example-person.ts';
import { simulate } from './simulate.ts';
import { SimulatedPerson } from './simulated-person.ts';

const NOW_MS = Date.UTC(2026, 10, 24, 15); // a Tuesday, 10 am in Ohio
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const example = examplePerson(NOW_MS);

function lives(nodes: Record<string, PlanNode>, change: Partial<SimulationContext> = {}, startMs = NOW_MS) {
  const person = new SimulatedPerson({ ...example, ...change });
  const plan: Plan = {
    v: 1,
    hash: 'draft',
    automationId: 'a',
    start: Object.keys(nodes)[0] ?? 'END',
    maxSteps: 1000,
    goals: [],
    listens: [],
    nodes,
  };
  const { steps } = simulate(plan, {
    run: 'r',
    person: 'p',
    startMs,
    horizonMs: startMs + 400 * DAY_MS,
    world: person,
    script: [],
  });
  return steps.map((step) => ({ ...step, words: unsentWords(step, person.said(step)) }));
}

const text = (next: string, more: object = {}): PlanNode => ({
  k: 'act',
  cls: 'irreversible',
  effect: {
    kind: 'sms',
    params: {
      template: { key: 'hello', version: 1 },
      purpose: 'service',
      notAfter: { hours: 72 },
      ...more,
    },
  },
  next,
});
const untilDate = (fact: string): PlanNode => ({
  k: 'waitUntil',
  spec: { by: 'date', fact, days: 0, at: '09:00', zone: 'person' },
  next: 'END',
  missing: 'END',
  past: 'END',
});
const ports = (steps: ReturnType<typeof lives>): string[] => steps.map(({ port }) => port);

test('a date that is known is waited for, one that is not is missing', () => {
  const [due] = lives({ a: untilDate('person.reviewDueOn') });
  expect(due).toMatchObject({ port: 'next', atMs: Date.UTC(2027, 2, 24, 13) }); // 9 am, on summer time
  const facts = { ...example.facts, 'person.reviewDueOn': { unknown: 'not recorded' } };
  expect(lives({ a: untilDate('person.reviewDueOn') }, { facts })[0]?.port).toBe('missing');
});

test('every date of the example person is known', () => {
  const person = new SimulatedPerson(example);
  const dates = Object.entries(FACT_CATALOGUE).filter(
    ([, { type }]) => type === 'date' || type === 'instant',
  );
  expect(dates.length).toBeGreaterThan(5);
  for (const [fact] of dates) {
    const spec = { by: 'date', fact, days: 0, at: '09:00', zone: 'firm' } as const;
    expect(person.time('p', spec, NOW_MS), fact).toHaveProperty('atMs');
  }
});

test('ages and counts of days go on, and a meeting that is over is not the next one', () => {
  const person = new SimulatedPerson(example);
  const read = (days: number) => {
    const names = ['person.age', 'person.nextBirthday', 'contact.daysSince', 'meeting.nextStartsAt'];
    return Object.values(person.facts('p', names, NOW_MS + days * DAY_MS)).map((fact) =>
      'value' in fact ? fact.value : fact.unknown,
    );
  };
  expect(read(0)).toEqual([62, '2027-01-23', 30, '2026-12-08T15:00:00.000Z']);
  expect(read(59)).toEqual([62, '2027-01-23', 89, 'not recorded']);
  expect(read(60)).toEqual([63, '2027-01-23', 90, 'not recorded']);
  expect(read(61)).toEqual([63, '2028-01-23', 91, 'not recorded']);
  expect(read(60 + 365)).toEqual([64, '2028-01-23', 455, 'not recorded']);
});

test('somebody whose birthday it is has had it counted', () => {
  const nextBirthday = { value: '2026-11-24', source: 'person', asOfMs: NOW_MS };
  const facts = { ...example.facts, 'person.nextBirthday': nextBirthday };
  const person = new SimulatedPerson({ ...example, facts });
  const age = (days: number) => person.facts('p', ['person.age'], NOW_MS + days * DAY_MS)['person.age'];
  expect([age(0), age(364), age(365)]).toMatchObject([{ value: 62 }, { value: 62 }, { value: 63 }]);
});

test('a text waits for the hours of the place, and the gate says why', () => {
  const lateMs = Date.UTC(2026, 10, 25, 2, 40);
  const steps = lives({ a: text('END') }, {}, lateMs);
  expect(ports(steps)).toEqual(['later', 'next', 'end']);
  expect(steps[0]?.words).toBe(
    'it is 9:40 pm Eastern where this person may be; it can go Wed, Nov 25, 8:00 am Eastern',
  );
  expect(steps[1]?.atMs).toBe(Date.UTC(2026, 10, 25, 13));
});

test('a message without an agreement, or without an address, is refused with the words for it', () => {
  const sms = example.sms && { ...example.sms, permissions: [] };
  expect(lives({ a: text('END') }, { sms })[0]).toMatchObject({
    port: 'refused',
    words: 'there is no agreement to service texts at this address',
  });
  expect(lives({ a: text('END') }, { sms: null })[0]).toMatchObject({
    port: 'refused',
    words: 'they have no address or number for it',
  });
});

test('what the simulation has sent counts: the fourth text of a day waits for the next', () => {
  const steps = lives({ a: text('b'), b: text('c'), c: text('d'), d: text('END') });
  expect(ports(steps)).toEqual(['next', 'next', 'next', 'later', 'next', 'end']);
  expect(steps[3]).toMatchObject({ note: 'frequency_cap' });
  expect(steps[4]?.atMs).toBe(NOW_MS + DAY_MS);
});

test('a hold and a stop switch outlast a message', () => {
  for (const change of [
    { hold: { reason: 'complaint' } },
    { firm: { ...example.firm, stopSending: true } },
  ]) {
    const last = lives({ a: text('END') }, change).at(-2);
    expect(last).toMatchObject({ port: 'refused', note: 'too_late' });
    expect(last?.atMs).toBeGreaterThan(NOW_MS + 71 * HOUR_MS);
    expect(last?.atMs).toBeLessThanOrEqual(NOW_MS + 72 * HOUR_MS);
  }
});

test('a text that is good only before a date is too late after it', () => {
  const steps = lives({ a: text('END', { notAfter: { beforeDate: 'meeting.lastEndedAt' } }) });
  expect(steps[0]).toMatchObject({ port: 'refused', note: 'too_late' });
});
