import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What an installation signs or hashes with outside any firm; each use has a key of its own. */
export type InstallKeyUse = 'directory' | 'identity' | 'mail-addresses' | 'links';

/** The 32-byte key of a use, from the key folder (mode 0600); made at the first call. */
export async function installKey(folder: string, use: InstallKeyUse): Promise<Buffer> {
  const path = join(folder, `${use}.key`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, randomBytes(32), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = await readFile(path);
  if (key.length !== 32) throw new Error(`${path} is not a key of 32 bytes`);
  return key;
}
