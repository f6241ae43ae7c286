// Tools outside the clone, each keyed by version in the user's cache folder.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const cacheDir =
  process.env.RAP_CACHE ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'rap');

/** `fill(folder)` puts things into a new folder; one atomic rename makes it known, so a killed bootstrap leaves no half a tool. */
export async function cached(name, fill) {
  const folder = join(cacheDir, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheDir, { recursive: true });
  const fresh = mkdtempSync(join(cacheDir, '.tmp-'));
  try {
    await fill(fresh);
    try {
      renameSync(fresh, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error; // another bootstrap was first
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}
