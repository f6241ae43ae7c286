import { expect, test } from 'vitest';
import { maySwitchOff, type SwitchOffBy, type SwitchOffTarget } from './second-factor.ts';

const owner: SwitchOffBy = { as: 'owner', identityId: 'a' };
const operator: SwitchOffBy = { as: 'operator', identityId: 'o' };
const user: SwitchOffTarget = {
  identityId: 'b',
  isOn: true,
  isOperator: false,
  firms: 1,
  isOnlyOwner: false,
};

test.each([
  ['an owner, for a user of the firm', owner, user, 'yes'],
  ['an owner, for themselves', owner, { ...user, identityId: 'a' }, 'own_account'],
  ['an owner, for somebody who also works elsewhere', owner, { ...user, firms: 2 }, 'several_firms'],
  ['an owner, for an operator of the platform', owner, { ...user, isOperator: true }, 'operator_account'],
  ['an owner, where there is none', owner, { ...user, isOn: false }, 'no_second_factor'],
  ['an operator, for a user who has an owner', operator, user, 'owner_does_it'],
  ['an operator, for the only owner', operator, { ...user, isOnlyOwner: true }, 'yes'],
  ['an operator, for somebody of several firms', operator, { ...user, firms: 2 }, 'yes'],
  ['an operator, for another operator', operator, { ...user, firms: 0, isOperator: true }, 'yes'],
  ['an operator, for themselves', operator, { ...user, identityId: 'o', isOperator: true }, 'own_account'],
] as const)('%s', (_case, by, target, verdict) => {
  expect(maySwitchOff(by, target)).toBe(verdict);
});
