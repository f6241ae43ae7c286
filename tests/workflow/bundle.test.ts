import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';

// each run evaluates its bundle anew, and building the schemas of our contracts cost it more than everything else it did:
// constants and types that workflows need stand in contracts without schemas
test('the bundle of the workflows builds no zod schemas', () => {
  const modules = readFileSync(inject('workflowBundle'), 'utf8').match(/node_modules\/[@\w./-]+/g) ?? [];
  expect(modules.length).toBeGreaterThan(0);
  expect(modules.filter((path) => path.startsWith('node_modules/zod'))).toEqual([]);
});
