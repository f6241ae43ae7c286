import { defineConfig } from 'vitest/config';
import { compile } from './scripts/lib/swc.mjs';

// not `module`: builds under that name may have imports that only a bundler resolves
const conditions = ['source', 'node', 'development|production'];
const swc = {
  name: 'rap-swc',
  enforce: 'pre' as const,
  transform(code: string, id: string) {
    const file = id.split('?')[0] ?? id;
    if (!/\.tsx?$/.test(file) || file.includes('/node_modules/')) return undefined;
    return compile(code, file, { dist: false });
  },
};

/** Every test may have a Postgres and the Temporal servers of its run: the global set-up starts them in about three seconds. */
export default defineConfig({
  oxc: false,
  plugins: [swc],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      '{contracts,domain,database,providers,activities,workflows,sandbox}/src/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    globalSetup: ['tests/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    provide: { fuzzMinutes: 0, fuzzSeed: 0 },
  },
});
