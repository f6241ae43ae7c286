import { createClient } from '@hey-api/openapi-ts';
import { root } from '../boot.mjs';

/** Writes the client of the committed document into the folder, which it empties first. The same document gives the same files. */
export async function writeApiClient(folder) {
  await createClient({
    input: `${root}contracts/openapi.json`,
    output: { path: folder, module: { extension: '.ts' }, clean: true },
    plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
    logs: { level: 'silent', file: false },
  });
}
