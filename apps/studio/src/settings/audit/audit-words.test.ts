import { expect, test } from 'vitest';
import { actionInWords, actorInWords } from './audit-words.ts';

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
