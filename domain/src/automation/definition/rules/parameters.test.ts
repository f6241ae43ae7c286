import { expect, test } from 'vitest';
import { build, email, problemsIn, step } from '../testing/build.ts';

test.each([
  ['left out', { assignee: 'owner' }, '*Call them*: fill in "Title"'],
  ['empty', { assignee: 'owner', title: ' ' }, '*Call them*: "Title" is empty'],
  [
    'too long',
    { assignee: 'owner', title: 'x'.repeat(201) },
    '*Call them*: "Title" is too long; 200 is the most',
  ],
  ['of the wrong kind', { assignee: 7, title: 'Call' }, '*Call them*: "For" is not right'],
  ['unknown', { assignee: 'owner', title: 'Call', colour: 'red' }, '*Call them* has nothing called "colour"'],
])('a parameter that is %s is named', (_what, params, message) => {
  expect(problemsIn(build({ call: step('task', 'Call them', params, { next: 'END' }) }))).toEqual([
    `incomplete: ${message}`,
  ]);
});

test('what the beginning still needs is named', () => {
  const trigger = { kind: 'date.due' as const, params: {}, next: 'hello' };
  expect(problemsIn(build({ hello: email('END') }, { trigger }))).toEqual([
    'incomplete: The beginning: fill in "Date"',
  ]);
});
