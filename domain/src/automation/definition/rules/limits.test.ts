import { expect, test } from 'vitest';
import { build, email, problemsIn, step, task, waitFor } from '../testing/build.ts';

test('shares make a hundred', () => {
  const variants = [
    { id: 'a', label: 'A', weight: 50 },
    { id: 'b', label: 'B', weight: 40 },
  ];
  expect(
    problemsIn(
      build({ half: step('split', 'Try both', { variants }, { 'variant:a': 'END', 'variant:b': 'END' }) }),
    ),
  ).toEqual(['shares: The shares of *Try both* come to 90; they must make 100']);
});

test('two ways out, or two goals, of one name are refused', () => {
  const cond = { op: 'known', fact: 'person.age' };
  const cases = [
    { id: 'a', label: 'A', cond },
    { id: 'a', label: 'B', cond },
  ];
  expect(
    problemsIn(build({ fork: step('branch', 'Fork', { cases }, { 'case:a': 'END', otherwise: 'END' }) })),
  ).toEqual(['duplicate: Two ways out of *Fork* have the same name']);
  const goal = { id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'END' };
  expect(problemsIn(build({ hello: email('END') }, { goals: [goal, goal] }))).toEqual([
    'duplicate: Two goals have the same name',
  ]);
});

test('two hundred steps are the most', () => {
  const chain = (count: number) =>
    build(
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`s${i}`, waitFor(i + 1 < count ? `s${i + 1}` : 'END')]),
      ),
    );
  expect(problemsIn(chain(200))).toEqual([]);
  expect(problemsIn(chain(201))).toEqual([
    'too_many_steps: This has 201 steps; 200 is the most. Move a part into an automation of its own',
  ]);
});

test('64 KB are the most', () => {
  const notes = Array.from({ length: 40 }, (_, i) => [
    `n${i}`,
    step('note', `Note ${i}`, { text: 'x'.repeat(1_800) }, { next: i < 39 ? `n${i + 1}` : 'END' }),
  ]);
  expect(problemsIn(build(Object.fromEntries(notes)))).toEqual([
    'too_large: This is 74 KB; 64 KB is the most. Shorten its texts and conditions',
  ]);
});

test('twenty things are the most to remember', () => {
  const tasks = (count: number) =>
    build(
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `t${i}`,
          task(i + 1 < count ? `t${i + 1}` : 'END', { saveAs: `v${i}` }),
        ]),
      ),
    );
  expect(problemsIn(tasks(20))).toEqual([]);
  expect(problemsIn(tasks(21))).toEqual(['too_many_variables: This remembers 21 things; 20 is the most']);
});

test('an approval remembers what it asked', () => {
  const ask = (next: string) => {
    const params = { question: 'May we?', assignee: 'owner', within: 'forever' };
    return step('approval', 'Ask', params, { approved: next, rejected: next });
  };
  const nodes = Array.from({ length: 21 }, (_, i) => [`a${i}`, ask(i < 20 ? `a${i + 1}` : 'END')]);
  expect(problemsIn(build(Object.fromEntries(nodes)))).toEqual([
    'too_many_variables: This remembers 21 things; 20 is the most',
  ]);
});
