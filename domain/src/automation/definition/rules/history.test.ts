import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { expect, test } from 'vitest';
import { IDS, build, email, problemsIn, step, task, waitEvent, waitFor } from '../testing/build.ts';

test('events are counted since a step that everybody has passed', () => {
  const nodes = {
    choice: step(
      'if',
      'Client?',
      { cond: { op: 'eq', fact: 'client.isClient', value: true } },
      { yes: 'hello', otherwise: 'news' },
    ),
    hello: email('news'),
    news: waitEvent('email.received', { 'event:it': 'END', timeout: 'END' }, { since: 'hello' }),
  };
  const message =
    'anchor_uncertain: *Say hello* may not have happened yet when *Wait for news* begins to wait';
  expect(problemsIn(build(nodes))).toEqual([message]);
  const certain = { ...nodes, choice: { ...nodes.choice, ports: { yes: 'hello', otherwise: 'hello' } } };
  expect(problemsIn(build(certain))).toEqual([]);
  // a message that was not sent has not happened
  const refused = { ...certain, hello: email('news', {}, { refused: 'news' }) };
  expect(problemsIn(build(refused))).toEqual([message]);
  // a goal leads past it
  const goals = [{ id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'news' }];
  expect(problemsIn(build(certain, { goals }))).toEqual([message]);
  const nothing = { news: { ...nodes.news, params: { ...nodes.news.params, since: 'gone' } } };
  expect(problemsIn(build(nothing))).toEqual([
    'anchor_uncertain: *Wait for news* counts since a step that is not there',
  ]);
});

const taskDone = (variable: string) => ({
  events: [{ id: 'it', label: 'done', match: { kind: 'task.completed', key: { var: variable } } }],
});

test('what a wait names is remembered on every way to it', () => {
  const news = waitEvent('task.completed', { 'event:it': 'END', timeout: 'END' }, taskDone('theCall'));
  const choice = { cond: { op: 'eq', fact: 'client.isClient', value: true } };
  const remembering = task('news', { saveAs: 'theCall' });
  expect(problemsIn(build({ call: remembering, news }))).toEqual([]);
  expect(
    problemsIn(
      build({
        choice: step('if', 'Client?', choice, { yes: 'call', otherwise: 'news' }),
        call: remembering,
        news,
      }),
    ),
  ).toEqual(['variable_unset: "theCall" may be empty here: *Wait for news*']);
});

test('a wait for one thing names a thing of that sort', () => {
  const news = waitEvent('task.completed', { 'event:it': 'END', timeout: 'END' }, taskDone('mail'));
  expect(problemsIn(build({ hello: email('news', { saveAs: 'mail' }), news }))).toEqual([
    'key_unfit: "mail" does not tell which one is meant when a task is done',
  ]);
});

test('the thing that started it can be waited for', () => {
  const events = [
    { id: 'it', label: 'moved', match: { kind: 'meeting.moved', key: { var: 'trigger.meetingId' } } },
  ];
  const news = waitEvent('meeting.moved', { 'event:it': 'END', timeout: 'END' }, { events });
  const begin = (kind: DraftDefinition['trigger']['kind']) =>
    build({ news }, { trigger: { kind, params: {}, next: 'news' } });
  expect(problemsIn(begin('meeting.booked'))).toEqual([]);
  expect(problemsIn(begin('lead.created'))).toEqual([
    'variable_unset: "trigger.meetingId" may be empty here: *Wait for news*',
  ]);
});

test('what has happened stays so over the steps between', () => {
  const news = waitEvent('email.received', { 'event:it': 'END', timeout: 'END' }, { since: 'hello' });
  const nodes = { hello: email('call'), call: task('wait'), wait: waitFor('news'), news };
  expect(problemsIn(build(nodes))).toEqual([]);
});

test('a date that was not there, and a call that was not answered, have not happened', () => {
  const since = (id: string) =>
    waitEvent('email.received', { 'event:it': 'END', timeout: 'END' }, { since: id });
  const params = { fact: 'person.reviewDueOn', days: 0, at: '09:00' };
  const day = (ports: { missing: string; past: string }) =>
    build({ day: step('wait.date', 'Day', params, { next: 'news', ...ports }), news: since('day') });
  const message = 'anchor_uncertain: *Day* may not have happened yet when *Wait for news* begins to wait';
  expect(problemsIn(day({ missing: 'END', past: 'END' }))).toEqual([]);
  expect(problemsIn(day({ missing: 'news', past: 'END' }))).toEqual([message]);
  expect(problemsIn(day({ missing: 'END', past: 'news' }))).toEqual([message]);
  const within = { value: 1, unit: 'days' };
  const call = (timeout: string) =>
    build({
      day: step(
        'automation.call',
        'Day',
        { automationId: IDS.other, within },
        { 'event:ended': 'news', timeout },
      ),
      news: since('day'),
    });
  expect(problemsIn(call('END'))).toEqual([]);
  expect(problemsIn(call('news'))).toEqual([message]);
});

test('an id that the beginning may leave out may be empty', () => {
  const match = { kind: 'stage.changed', key: { var: 'trigger.leadId' } };
  const events = [{ id: 'it', label: 'moved', match }];
  const news = waitEvent('stage.changed', { 'event:it': 'END', timeout: 'END' }, { events });
  const begin = (kind: DraftDefinition['trigger']['kind']) =>
    build({ news }, { trigger: { kind, params: {}, next: 'news' } });
  expect(problemsIn(begin('lead.created'))).toEqual([]);
  expect(problemsIn(begin('form.submitted'))).toEqual([
    'variable_unset: "trigger.leadId" may be empty here: *Wait for news*',
  ]);
});
