import type { Role } from '@rap/contracts/actor';

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  advisor: 'Advisor',
  assistant: 'Assistant',
  compliance: 'Compliance',
  operations: 'Operations',
};

export const ROLE_CHOICES = Object.entries(ROLE_NAMES).map(([value, label]) => ({ value, label }));
