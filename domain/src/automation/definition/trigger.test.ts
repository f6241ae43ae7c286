import { expect, test } from 'vitest';
import { matchesTrigger, startingVariables, storedTrigger } from './trigger.ts';

test.each([
  ['lead.created', {}, { sourceId: 's1' }, true],
  ['lead.created', { sourceIds: ['s1', 's2'] }, { sourceId: 's2' }, true],
  ['lead.created', { sourceIds: ['s1'] }, { sourceId: 's2' }, false],
  ['stage.changed', { to: ['won'] }, { from: 'new', to: 'won' }, true],
  ['stage.changed', { from: ['proposal'], to: ['won'] }, { from: 'new', to: 'won' }, false],
  ['tag.added', { tagIds: ['t1'] }, { tagId: 't1' }, true],
  ['field.changed', { record: 'person', fields: ['city'] }, { record: 'person', field: 'city' }, true],
  ['field.changed', { record: 'person', fields: ['city'] }, { record: 'person', field: 'state' }, false],
  ['field.changed', { record: 'person', fields: ['city'] }, { record: 'lead', field: 'city' }, false],
  ['date.due', { milestone: 'birthday' }, { milestone: 'review_due' }, false],
  ['email.received', { repliesOnly: true }, { inReplyTo: null }, false],
  ['email.received', { repliesOnly: true }, { inReplyTo: 'c1' }, true],
  ['email.received', { repliesOnly: false }, { inReplyTo: null }, true],
  ['sms.received', {}, { keyword: 'none' }, true],
  ['sms.received', {}, { keyword: 'yes' }, true],
  ['sms.received', {}, { keyword: 'stop' }, false],
  ['meeting.booked', {}, { meetingId: 'm1' }, true],
])('%s with %j and %j: %s', (kind, params, payload, starts) => {
  expect(matchesTrigger({ kind, params }, payload)).toBe(starts);
});

test('what is asked for by hand, or by another automation, starts the one that is meant', () => {
  for (const kind of ['manual', 'automation'] as const) {
    const stored = storedTrigger({ kind, params: {}, next: 'END' }, 'a1');
    expect(matchesTrigger(stored, { automationId: 'a1' })).toBe(true);
    expect(matchesTrigger(stored, { automationId: 'a2' })).toBe(false);
    expect(matchesTrigger({ kind, params: {} }, { automationId: 'a1' })).toBe(false);
  }
});

test('other triggers are stored as they were drawn', () => {
  expect(storedTrigger({ kind: 'date.due', params: { milestone: 'birthday' }, next: 'END' }, 'a1')).toEqual({
    kind: 'date.due',
    params: { milestone: 'birthday' },
  });
});

test('a run remembers the ids of what started it, and nothing else', () => {
  const payload = { submissionId: 's', formId: 'f', leadId: null, verdict: 'lead' };
  expect(startingVariables('form.submitted', payload)).toEqual({
    'trigger.submissionId': 's',
    'trigger.formId': 'f',
  });
  expect(startingVariables('no.such', { anyId: 'x' })).toEqual({});
});
