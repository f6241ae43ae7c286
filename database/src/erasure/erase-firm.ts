import type { FirmKeys } from '../sealing/firm-keys.ts';
import type { FirmContext, Who } from '../tenancy/context.ts';
import type { TenantDb } from '../tenancy/tenant-db.ts';
import { exportFirm, type ExportManifest } from './export-firm.ts';
import { firmTables } from './firm-tables.ts';
import { mayErase, type MayErase } from './may-erase.ts';

export interface ErasureRequest {
  readonly firmId: string;
  /** the firm's name, as whoever erases it has typed it */
  readonly confirm: string;
  readonly exportFolder: string;
  /** who erases: stands in the certificate */
  readonly actor: string;
  /** ends whatever runs for the firm outside the database; called after the export, before anything is erased */
  readonly endRuns: () => Promise<void>;
}

export type Erased =
  | {
      readonly outcome: 'erased';
      readonly manifest: ExportManifest;
      readonly rows: Readonly<Record<string, number>>;
    }
  /** an erasure before was interrupted after its commit: the keys are gone now too */
  | { readonly outcome: 'erased_before' }
  | { readonly outcome: 'no_such_firm' }
  | { readonly outcome: 'not_confirmed'; readonly name: string }
  | { readonly outcome: 'refused'; readonly refusal: Extract<MayErase, { may: false }> };

/**
 * Erases a firm: exports it readable, then removes every row of it from every table in one transaction that leaves a
 * certificate outside the firm, then destroys its key-encryption keys, so that no backup of the database can be read. Runs as
 * the owner of the tables. Every refusal leaves everything as it was.
 */
export async function eraseFirm(db: TenantDb, keys: FirmKeys, request: ErasureRequest): Promise<Erased> {
  const { firmId } = request;
  const who: Who = { firmId, actor: 'system:erasure', books: '*', correlationId: `erasure:${firmId}` };
  const before = await db.run(who, (ctx) => look(ctx, request.confirm));
  if (before.outcome === 'erased_before') await keys.destroy(firmId);
  if (before.outcome !== 'go') return before;

  const { manifest, sha256 } = await db.run(who, (ctx) => exportFirm(ctx, request.exportFolder));
  await request.endRuns();
  const done = await db.run(who, async (ctx) => {
    // a record written since the export is not in it, and is too young: it stops the erasure
    const still = await mayErase(ctx);
    return still.may ? { rows: await eraseRows(ctx, request.actor, sha256) } : { rows: {}, refusal: still };
  });
  if (done.refusal) return { outcome: 'refused', refusal: done.refusal };
  await keys.destroy(firmId);
  return { outcome: 'erased', manifest, rows: done.rows };
}

async function look(
  ctx: FirmContext,
  confirm: string,
): Promise<{ outcome: 'go' } | Exclude<Erased, { outcome: 'erased' }>> {
  const erased: unknown[] = await ctx.em.query(`select 1 from directory.erased_firm where firm_id = $1`, [
    ctx.firmId,
  ]);
  if (erased.length > 0) return { outcome: 'erased_before' };
  const firms: { name: string }[] = await ctx.em.query(`select name from app.firm where firm_id = $1`, [
    ctx.firmId,
  ]);
  const name = firms[0]?.name;
  if (name === undefined) return { outcome: 'no_such_firm' };
  if (name !== confirm) return { outcome: 'not_confirmed', name };
  const verdict = await mayErase(ctx);
  return verdict.may ? { outcome: 'go' } : { outcome: 'refused', refusal: verdict };
}

async function eraseRows(
  ctx: FirmContext,
  actor: string,
  exportSha256: string,
): Promise<Record<string, number>> {
  const chains: { no: string; hash: string }[] = await ctx.em.query(
    `select no, encode(hash, 'hex') as hash from audit.chain where firm_id = $1`,
    [ctx.firmId],
  );
  const identities = await lonelyIdentities(ctx);
  const rows: Record<string, number> = {};
  for (const table of await firmTables(ctx.em)) {
    const deleted: [unknown, number] = await ctx.em.query(`delete from ${table.sql} where firm_id = $1`, [
      ctx.firmId,
    ]);
    if (deleted[1] > 0) rows[table.name] = deleted[1];
  }
  if (identities.length > 0) rows['directory.identity'] = await eraseIdentities(ctx, identities);
  await ctx.em.query(
    `insert into directory.erased_firm (firm_id, actor, rows_erased, export_sha256, audit_head) values ($1, $2, $3, $4, $5)`,
    [ctx.firmId, actor, JSON.stringify(rows), exportSha256, JSON.stringify(chains[0] ?? null)],
  );
  return rows;
}

/** Accounts that belong to no other firm. */
async function lonelyIdentities(ctx: FirmContext): Promise<string[]> {
  const rows: { id: string }[] = await ctx.em.query(
    `select i.id from app.user u join directory.identity i on i.id = u.identity_id
      where u.firm_id = $1 and not exists (
        select from directory.entry e where e.kind = 'login' and e.key_hash = i.email_hash and e.firm_id <> $1)`,
    [ctx.firmId],
  );
  return rows.map((row) => row.id);
}

/** Accounts with what hangs on them; one that something else still needs (an operator's) stays. */
async function eraseIdentities(ctx: FirmContext, ids: readonly string[]): Promise<number> {
  await ctx.em.query(
    `delete from directory.sign_in_failure f using directory.identity i where i.id = any ($1::uuid[]) and f.email_hash = i.email_hash`,
    [ids],
  );
  const parts: { sql: string; column: string }[] = await ctx.em.query(
    `select k.conrelid::regclass::text as sql, quote_ident(a.attname) as column
       from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where k.contype = 'f' and k.confrelid = 'directory.identity'::regclass and k.conrelid::regclass::text <> 'directory.operator'`,
  );
  const operators: { there: boolean }[] = await ctx.em.query(
    `select to_regclass('directory.operator') is not null as there`,
  );
  const kept = operators[0]?.there ? `and id not in (select identity_id from directory.operator)` : '';
  const going: { id: string }[] = await ctx.em.query(
    `select id from directory.identity where id = any ($1::uuid[]) ${kept}`,
    [ids],
  );
  const gone = going.map((row) => row.id);
  for (const { sql, column } of parts) {
    await ctx.em.query(`delete from ${sql} where ${column} = any ($1::uuid[])`, [gone]);
  }
  const deleted: [unknown, number] = await ctx.em.query(
    `delete from directory.identity where id = any ($1::uuid[])`,
    [gone],
  );
  return deleted[1];
}
