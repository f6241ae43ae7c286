import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What an installation signs or hashes with outside any firm; each use has a key of its own. */
export type InstallKeyUse = 'directory' | 'identity' | 'mail-addresses' | 'links';

/** The 32-byte key of a use, from the key folder (mode 0600); made at the first call. */
export async function installKey(folder: string, use: InstallKeyUse): Promise<Buffer> {
  const path = join(folder, `${use}.key`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // it is there whole or not at all: processes start together, and another must not read half a key
  const own = `${path}.${randomUUID()}`;
  try {
    await writeFile(own, randomBytes(32), { mode: 0o600, flag: 'wx', flush: true });
    await link(own, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(own, { force: true });
  }
  const key = await readFile(path);
  if (key.length !== 32) throw new Error(`${path} is not a key of 32 bytes`);
  return key;
}
