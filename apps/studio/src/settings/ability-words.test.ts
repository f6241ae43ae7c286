import { GRANTED } from '@rap/domain/policy/abilities';
import { expect, test } from 'vitest';
import { ABILITY_WORDS } from './ability-words.ts';

test('the table of roles tells of every ability, each once', () => {
  const told = Object.values(ABILITY_WORDS).flatMap((group) => Object.keys(group));
  expect(told.toSorted()).toEqual(Object.keys(GRANTED).toSorted());
});
