import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { architectureMap, cruise, withMap } from '../../scripts/lib/architecture-map.mjs';

const page = readFileSync(new URL('../../ARCHITECTURE.md', import.meta.url), 'utf8');

test('the map is that of the real imports: npm run architecture draws it anew', () => {
  const cruised = cruise();
  expect(withMap(page, architectureMap(cruised))).toBe(page);

  // an import that was not there before is drawn
  cruised.modules.push({
    source: 'domain/src/x.ts',
    dependencies: [{ resolved: 'database/src/y.ts', dependencyTypes: ['local'] }],
  });
  expect(withMap(page, architectureMap(cruised))).not.toBe(page);
}, 60_000);
