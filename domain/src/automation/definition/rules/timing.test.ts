import type { DraftStep } from '@rap/contracts/automation/definition';
import { expect, test } from 'vitest';
import { build, email, problemsIn, step, task, waitEvent, waitFor } from '../testing/build.ts';

const repeat = (body: string): DraftStep => step('repeat', 'Keep at it', { max: 5 }, { body, done: 'END' });

test.each([
  ['no wait', { hello: email('again') }],
  ['a wait of minutes', { hello: email('wait'), wait: waitFor('again', 30, 'minutes') }],
  [
    'a wait on one way only',
    {
      hello: email('answer'),
      answer: waitEvent('email.received', { 'event:it': 'again', timeout: 'again' }),
    },
  ],
])('a message in a repeat with %s could be sent at once', (_what, body) => {
  expect(problemsIn(build({ again: repeat('hello'), ...body }))).toContain(
    'burst: This could send 5 messages at once: let at least an hour pass inside *Keep at it*',
  );
});

test('a wait for an event ends, or lasts for ever because somebody said so', () => {
  const ports = { 'event:it': 'END', timeout: 'END' };
  const { within: _left, ...params } = waitEvent('email.received', ports).params;
  expect(problemsIn(build({ news: step('wait.event', 'News', params, ports) }))).toEqual([
    'no_deadline: How long shall we wait until an email arrives?',
  ]);
  const forever = waitEvent('email.received', { 'event:it': 'END' }, { within: 'forever' });
  expect(problemsIn(build({ news: forever }))).toEqual([]);
});

test('what follows a date says until when it may go out', () => {
  const day = step(
    'wait.date',
    'Day',
    { fact: 'person.reviewDueOn', days: -7, at: '09:00' },
    {
      next: 'hello',
      missing: 'END',
      past: 'END',
    },
  );
  expect(problemsIn(build({ day, hello: email('END') }))).toEqual([
    'expiry_missing: Until when may *Say hello* still go out? It follows a date',
  ]);
  expect(problemsIn(build({ day, hello: email('END', { notAfter: { hours: 12 } }) }))).toEqual([]);
  // another wait in between starts a time of its own
  const later = { ...day, ports: { ...day.ports, next: 'wait' } };
  expect(problemsIn(build({ day: later, wait: waitFor('hello'), hello: email('END') }))).toEqual([]);
});

test('no wait is longer than five years', () => {
  expect(problemsIn(build({ wait: waitFor('END', 60, 'months') }))).toEqual([]);
  expect(problemsIn(build({ wait: waitFor('END', 61, 'months') }))).toEqual([
    'wait_too_long: *Give them time*: 61 months is too long; five years is the most',
  ]);
});

test('seconds are for trials', () => {
  const quick = build({ wait: waitFor('END', 5, 'seconds') });
  expect(problemsIn(quick)).toEqual([
    'test_duration: *Give them time* counts in seconds; that is for trials only',
  ]);
  expect(problemsIn(quick, { allowTestDurations: true })).toEqual([]);
});

test('an hour in each round is enough', () => {
  const nodes = {
    again: repeat('hello'),
    hello: email('wait', {}, { refused: 'wait' }),
    wait: waitFor('again', 1, 'hours'),
  };
  expect(problemsIn(build(nodes))).toEqual([]);
});

test('of two repeats, the one whose rounds could send is named', () => {
  const inner = { ...repeat('call'), label: 'Inside', ports: { body: 'call', done: 'hello' } };
  expect(
    problemsIn(build({ again: repeat('inner'), inner, call: task('inner'), hello: email('again') })),
  ).toEqual(['burst: This could send 5 messages at once: let at least an hour pass inside *Keep at it*']);
});
