import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where an export is written until its erasure is done: readable data must not lie about for an erasure that was refused. */
export const newExportFolder = (exportsFolder: string, firmId: string): string =>
  join(exportsFolder, `${unfinished(firmId)}${randomUUID()}`);

export const dropExport = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/**
 * Gives the export that belongs to the certificate its name, and removes what attempts before have left. Answers where it is;
 * undefined once somebody has taken it away.
 */
export async function keepExport(
  exportsFolder: string,
  firmId: string,
  sha256: string,
): Promise<string | undefined> {
  const kept = join(exportsFolder, `${firmId}-${sha256.slice(0, 12)}`);
  for (const name of await namesIn(exportsFolder)) {
    if (!name.startsWith(unfinished(firmId))) continue;
    const folder = join(exportsFolder, name);
    if ((await sumOfManifest(folder)) === sha256) await rename(folder, kept).catch(unlessGone);
    else await dropExport(folder);
  }
  return (await isThere(kept)) ? kept : undefined;
}

/** A request at the same time has given it its name. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  return undefined;
}

const unfinished = (firmId: string): string => `${firmId}.unfinished-`;

async function namesIn(folder: string): Promise<string[]> {
  return (await isThere(folder)) ? readdir(folder) : [];
}

async function sumOfManifest(folder: string): Promise<string | undefined> {
  const path = join(folder, 'manifest.json');
  const manifest = await readFile(path).catch(unlessGone);
  return manifest && createHash('sha256').update(manifest).digest('hex');
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
