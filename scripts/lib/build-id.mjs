import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const BUNDLE = 'apps/workers/dist/workflow-bundle.js';

/** What the workers run, not when it was built: equal code is the same version, so a restart moves nobody. */
export const buildId = () =>
  createHash('sha256')
    .update(readFileSync(fileURLToPath(new URL(`../../${BUNDLE}`, import.meta.url))))
    .digest('hex')
    .slice(0, 12);
