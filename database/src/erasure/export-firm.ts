import { createHash } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSnapshot } from '../sealing/reseal.ts';
import { placeColumn, sealedTables, SNAPSHOTS, type SealedTable } from '../sealing/sealed-columns.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { firmTables, type FirmTable } from './firm-tables.ts';

export interface ExportManifest {
  readonly format: 1;
  readonly firmId: string;
  readonly at: string;
  readonly files: readonly {
    readonly path: string;
    readonly table: string;
    readonly rows: number;
    readonly sha256: string;
  }[];
}

/** Keys and tokens open doors and are nobody's record; search tokens are made of the words beside them. */
const NO_RECORDS = ['app.firm_key', 'app.session', 'app.message_search'];
const PAGE = 500;

/**
 * Writes everything of the firm, readable, into a new folder (0700): one file of JSON lines a table, sealed columns opened
 * under their own names, and a manifest with the SHA-256 of each, written last. Answers the manifest's own SHA-256.
 */
export async function exportFirm(
  ctx: FirmContext,
  folder: string,
): Promise<{ manifest: ExportManifest; sha256: string }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const sealed = new Map((await sealedTables(ctx.em)).map((table) => [table.name, table]));
  const files: ExportManifest['files'][number][] = [];
  for (const table of await firmTables(ctx.em)) {
    if (NO_RECORDS.includes(table.name)) continue;
    const path = `${table.name}.jsonl`;
    const written = await exportTable(ctx, join(folder, path), table, sealed.get(table.name));
    if (written.rows > 0) files.push({ path, table: table.name, ...written });
  }
  const manifest: ExportManifest = {
    format: 1,
    firmId: ctx.firmId,
    at: new Date(ctx.now()).toISOString(),
    files,
  };
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  await writeFile(join(folder, 'manifest.json'), text, { mode: 0o600, flag: 'wx', flush: true });
  return { manifest, sha256: createHash('sha256').update(text).digest('hex') };
}

async function exportTable(
  ctx: FirmContext,
  path: string,
  table: FirmTable,
  sealed: SealedTable | undefined,
): Promise<{ rows: number; sha256: string }> {
  const columns = sealed?.columns ?? [];
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let rows = 0;
  try {
    for (;;) {
      const page: Record<string, unknown>[] = await ctx.em.query(
        `select to_jsonb(t) - $2::text[] as row${columns.map((column) => `, t."${column}"`).join('')}
           from ${table.sql} t where t.firm_id = $1 order by ${[...table.key, 't.firm_id'].join(', ')} limit ${PAGE} offset ${rows}`,
        [ctx.firmId, columns],
      );
      for (const row of page) {
        const line = `${JSON.stringify(await readable(ctx, row, sealed))}\n`;
        hash.update(line);
        await file.write(line);
      }
      rows += page.length;
      if (page.length < PAGE) break;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { rows, sha256: hash.digest('hex') };
}

async function readable(
  ctx: FirmContext,
  { row, ...bytes }: Record<string, unknown>,
  sealed: SealedTable | undefined,
): Promise<Record<string, unknown>> {
  const plain: Record<string, unknown> = { ...(row as Record<string, unknown>) }; // to_jsonb of a row is an object
  if (!sealed) return plain;
  const rowId = sealed.key.map((column) => String(plain[column])).join(':');
  for (const [column, value] of Object.entries(bytes)) {
    const place = { table: sealed.name, column: placeColumn(column), rowId };
    const text = Buffer.isBuffer(value) ? await ctx.sealer.open(place, value) : null;
    plain[place.column] =
      sealed.name === SNAPSHOTS && text !== null
        ? await openSnapshot(ctx.sealer, String(plain['table_name']), String(plain['record_id']), text)
        : text;
  }
  return plain;
}
