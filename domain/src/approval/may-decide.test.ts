import { expect, test } from 'vitest';
import { mayDecide } from './may-decide.ts';

test.each([
  ['whom it asked', { id: 'a', role: 'assistant' }, 'a', true],
  ['an owner for another', { id: 'a', role: 'owner' }, 'b', true],
  ['an advisor for another', { id: 'a', role: 'advisor' }, 'b', false],
  ['an advisor where nobody was asked', { id: 'a', role: 'advisor' }, null, true],
  ['an assistant where nobody was asked', { id: 'a', role: 'assistant' }, null, false],
] as const)('%s', (_case, user, assigneeId, answer) => {
  expect(mayDecide(user, { assigneeId })).toBe(answer);
});
