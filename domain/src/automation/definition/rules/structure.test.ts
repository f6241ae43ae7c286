import { expect, test } from 'vitest';
import { build, buildContext, email, exit, problemsIn, step, task, waitFor } from '../testing/build.ts';
import { validate } from '../validate.ts';

test('an unknown date, and one that has passed, need an answer', () => {
  const params = { fact: 'meeting.nextStartsAt', days: -1, at: '09:00' };
  expect(problemsIn(build({ day: step('wait.date', 'Day before', params, { next: 'END' }) }))).toEqual([
    'missing_open: What if the date of *Day before* is not known?',
    'past_open: What if the date of *Day before* has passed?',
  ]);
});

test('a way out that the step does not have is refused', () => {
  expect(problemsIn(build({ hello: email('END', {}, { yes: 'END' }) }))).toEqual([
    'port_unknown: *Say hello* has no way out called "yes"',
  ]);
});

test.each([
  ['a step', build({ hello: email('gone') }), '*Say hello* leads to a step that is not there'],
  [
    'the beginning',
    build({}, { trigger: { kind: 'manual', params: {}, next: 'gone' } }),
    'The beginning leads to a step that is not there',
  ],
  [
    'a goal',
    build(
      { hello: email('END') },
      { goals: [{ id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'gone' }] },
    ),
    'The goal *Won* leads to a step that is not there',
  ],
  [
    'a name that every object has',
    build({ hello: email('constructor') }),
    '*Say hello* leads to a step that is not there',
  ],
])('%s leads to a step that is there', (_what, definition, message) => {
  expect(problemsIn(definition)).toEqual([`target_unknown: ${message}`]);
});

test('every step can be reached, from the beginning or by a goal', () => {
  const nodes = { hello: email('END'), alone: exit('Alone') };
  expect(problemsIn(build(nodes))).toEqual(['unreachable: Nobody can reach *Alone*']);
  const goals = [{ id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'alone' }];
  expect(problemsIn(build(nodes, { goals }))).toEqual([]);
});

test('a way round without a repeat is refused', () => {
  expect(problemsIn(build({ wait: waitFor('hello'), hello: email('wait') }))).toEqual([
    'endless: This goes round without a limit at *Give them time*',
  ]);
});

const repeat = (body: string, params = { max: 5 }) =>
  step('repeat', 'Keep at it', params, { body, done: 'END' });

test('a way round through the body of a repeat is the way to go round', () => {
  expect(
    problemsIn(
      build({
        again: repeat('hello'),
        hello: email('wait', {}, { refused: 'wait' }),
        wait: waitFor('again'),
      }),
    ),
  ).toEqual([]);
});

test('a way round that leaves the repeat by its end is endless again', () => {
  const nodes = {
    again: { ...repeat('wait'), ports: { body: 'wait', done: 'pause' } },
    wait: waitFor('again'),
    pause: waitFor('again'),
  };
  expect(problemsIn(build(nodes))).toEqual(['endless: This goes round without a limit at *Keep at it*']);
});

test('fifty rounds are the most', () => {
  const nodes = { again: repeat('wait', { max: 51 }), wait: waitFor('again') };
  expect(problemsIn(build(nodes))).toEqual(['incomplete: *Keep at it*: "How often at most" is at most 50']);
});

test('a body that never comes back is pointed out, and does not keep it from going live', () => {
  const { problems, definition } = validate(
    build({ again: repeat('call'), call: task('END') }),
    buildContext(),
  );
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ['repeat_never_returns', 'warning'],
  ]);
  expect(definition).toBeDefined();
});
