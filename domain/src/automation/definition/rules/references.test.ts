import { expect, test } from 'vitest';
import { IDS, build, email, problemsIn, step, task } from '../testing/build.ts';

test('a message names an approved template of its own channel', () => {
  expect(problemsIn(build({ hello: email('END', { template: 'goodbye' }) }))).toEqual([
    'template_unknown: *Say hello*: there is no approved template "goodbye"',
  ]);
  expect(problemsIn(build({ hello: email('END', { template: 'farewell' }) }))).toEqual([
    'template_deleted: *Say hello*: the template "farewell" was deleted. Restore it, or choose another',
  ]);
  expect(problemsIn(build({ hello: email('END', { template: 'ping' }) }))).toEqual([
    'template_channel: *Say hello*: the template "ping" is a text',
  ]);
});

test('a message says whether it is service or marketing', () => {
  const { purpose: _left, ...params } = email('END').params;
  expect(problemsIn(build({ hello: { ...email('END'), params } }))).toEqual([
    'purpose_missing: Is *Say hello* service or marketing? Marketing goes only to people who agreed to it',
  ]);
});

test.each([
  [
    'a tag',
    step('tag', 'Mark', { action: 'add', tagId: IDS.other }, { next: 'END' }),
    '*Mark*: choose a tag that exists',
  ],
  [
    'a colleague',
    task('END', { assignee: { userId: IDS.tag } }),
    '*Call them*: choose a member of the team that exists',
  ],
  [
    'a receiver',
    step('webhook.out', 'Tell', { endpointId: IDS.tag }, { next: 'END' }),
    '*Tell*: choose a receiver that exists',
  ],
])('%s that is named exists', (_what, node, message) => {
  expect(problemsIn(build({ node }))).toEqual([`reference_unknown: ${message}`]);
});

test('what the beginning names exists', () => {
  const trigger = { kind: 'tag.added' as const, params: { tagIds: [IDS.tag, IDS.other] }, next: 'hello' };
  expect(problemsIn(build({ hello: email('END') }, { trigger }))).toEqual([
    'reference_unknown: The beginning: choose a tag that exists',
  ]);
});

const start = (automationId: string) =>
  step('automation.start', 'Hand on', { automationId }, { next: 'END' });

test('automations do not start each other', () => {
  const starts = new Map([[IDS.other, [IDS.third]], [IDS.third, [IDS.self]]]); // prettier-ignore
  expect(problemsIn(build({ on: start(IDS.other) }), { starts })).toEqual([
    'automations_circle: These automations start each other',
  ]);
  expect(problemsIn(build({ on: start(IDS.self) }))).toEqual([
    'automations_circle: These automations start each other',
  ]);
});

test('automations begin one another three deep at most', () => {
  const row = [IDS.other, IDS.third, IDS.fourth, IDS.fifth];
  const starts = (depth: number) =>
    new Map(row.slice(0, depth).map((id, index) => [id, row.slice(index + 1, index + 2)]));
  expect(problemsIn(build({ on: start(IDS.other) }), { starts: starts(2) })).toEqual([]);
  expect(problemsIn(build({ on: start(IDS.other) }), { starts: starts(3) })).toEqual([
    'automations_deep: *Hand on* begins a row of more than 3 automations',
  ]);
});
