import { expect, test } from 'vitest';
import { actionInWords, actorInWords, fieldInWords, valueInWords } from './audit-words.ts';

test('an action of the log is told in words, and as it stands where there are none', () => {
  expect(actionInWords('app.person.update')).toBe('Person changed');
  expect(actionInWords('app.session.revoke_all')).toBe('Session ended everywhere');
  expect(actionInWords('keys.rotated')).toBe('keys.rotated');
});

test('who acted is told by name, or by what it is', () => {
  const nameOf = (id: string): string => (id === '7' ? 'Dana Reyes' : '');
  expect(actorInWords('user:7', nameOf)).toBe('Dana Reyes');
  expect(actorInWords('user:8', nameOf)).toBe('A user who has left');
  expect(actorInWords('run:firm:1', nameOf)).toBe('An automation');
});

test('what stood in a field is told as one would say it', () => {
  const nameOf = (id: string): string => (id === 'u7' ? 'Dana Reyes' : '');
  expect(fieldInWords('preferredChannel')).toBe('preferred channel');
  expect(valueInWords(null, nameOf)).toBe('nothing');
  expect(valueInWords(false, nameOf)).toBe('no');
  expect(valueInWords('u7', nameOf)).toBe('Dana Reyes');
  expect(valueInWords(['email', 'sms'], nameOf)).toBe('email, sms');
  expect(valueInWords(12, nameOf)).toBe('12');
  expect(valueInWords({ every: 2 }, nameOf)).toBe('{"every":2}');
  expect(valueInWords('2026-03-01T15:00:00.000Z', nameOf)).toMatch(/Mar 1|March 1/);
});
