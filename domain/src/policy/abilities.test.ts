import { expect, test } from 'vitest';
import { may, whoMay } from './abilities.ts';

test('nobody below publishes, and operations sees no private lives', () => {
  expect(whoMay('automation.publish')).toEqual(['owner', 'advisor']);
  for (const ability of ['person.read', 'lead.read', 'delivery.read'] as const)
    expect(may('operations', ability)).toBe(false);
  expect(may('operations', 'run.control')).toBe(true);
  expect(may('compliance', 'person.change')).toBe(false);
});
