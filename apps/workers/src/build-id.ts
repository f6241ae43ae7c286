import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** The version of this build: made of what it runs, as `scripts/lib/build-id.mjs` does for whoever makes it current. */
export async function buildIdOf(bundle: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(bundle))
    .digest('hex')
    .slice(0, 12);
}
