import { audit } from '../records/record-change.ts';
import { PLATFORM } from '../identity/platform.ts';
import type { FirmKeys } from '../sealing/firm-keys.ts';
import type { FirmContext, Who } from '../tenancy/context.ts';
import type { TenantDb } from '../tenancy/tenant-db.ts';
import { certificateOf, type Certificate } from './certificate.ts';
import { exportFirm } from './export-firm.ts';
import { dropExport, keepExport, newExportFolder } from './export-folder.ts';
import { firmTables } from './firm-tables.ts';
import { mayErase, type MayErase } from './may-erase.ts';

export interface ErasureRequest {
  readonly firmId: string;
  /** the firm's name, as whoever erases it has typed it */
  readonly confirm: string;
  /** the export becomes a folder in it */
  readonly exportsFolder: string;
  /** who erases: stands in the certificate and in the audit log of the platform */
  readonly actor: Who['actor'];
  readonly correlationId: string;
  /** ends whatever runs for the firm outside the database; called after the export, before anything is erased */
  readonly endRuns: () => Promise<void>;
}

export type Erased =
  /** `erased_before`: by an erasure before, perhaps one that was interrupted after its commit; its rest is done now */
  | {
      readonly outcome: 'erased' | 'erased_before';
      readonly certificate: Certificate;
      /** undefined when it was taken away since */
      readonly exportFolder: string | undefined;
    }
  | { readonly outcome: 'no_such_firm' }
  | { readonly outcome: 'not_confirmed'; readonly name: string }
  | { readonly outcome: 'refused'; readonly refusal: Extract<MayErase, { may: false }> };

/**
 * Erases a firm: exports it readable, then removes every row of it from every table in one transaction that leaves a
 * certificate outside the firm, then destroys its key-encryption keys, so that no backup of the database can be read. Runs as
 * the owner of the tables. Every refusal leaves everything as it was; asked for again after an interruption, it does the rest.
 */
export async function eraseFirm(db: TenantDb, keys: FirmKeys, request: ErasureRequest): Promise<Erased> {
  const { firmId, correlationId, actor } = request;
  const who: Who = { firmId, actor: 'system:erasure', books: '*', correlationId };
  const note = (step: string, more: object = {}): Promise<void> =>
    db.run({ firmId: PLATFORM, actor, books: '*', correlationId }, (ctx) =>
      audit(ctx, `directory.firm.${step}`, { firmId, ...more }),
    );
  const before = await db.run(who, (ctx) => look(ctx, request.confirm));
  if (before.outcome === 'erased_before') return finish(before.outcome, before.certificate);
  if (before.outcome === 'refused') await note('erase_refused', { code: before.refusal.code });
  if (before.outcome !== 'go') return before;

  await note('erase_begin');
  const folder = newExportFolder(request.exportsFolder, firmId);
  const { sha256 } = await db.run(who, (ctx) => exportFirm(ctx, folder));
  await request.endRuns();
  const done = await db.run(who, (ctx) => eraseNow(ctx, request.actor, sha256));
  if (done.outcome === 'refused') {
    await dropExport(folder);
    await note('erase_refused', { code: done.refusal.code });
    return done;
  }
  return finish(done.outcome, done.certificate);

  async function finish(outcome: 'erased' | 'erased_before', certificate: Certificate): Promise<Erased> {
    await keys.destroy(firmId);
    const exportFolder = await keepExport(request.exportsFolder, firmId, certificate.exportSha256);
    await note(outcome === 'erased' ? 'erase' : 'erase_again', { exportSha256: certificate.exportSha256 });
    return { outcome, certificate, exportFolder };
  }
}

type Looked =
  | { readonly outcome: 'go' }
  | { readonly outcome: 'erased_before'; readonly certificate: Certificate }
  | Exclude<Erased, { outcome: 'erased' | 'erased_before' }>;

async function look(ctx: FirmContext, confirm: string): Promise<Looked> {
  const certificate = await certificateOf(ctx);
  if (certificate) return { outcome: 'erased_before', certificate };
  const firms: { name: string }[] = await ctx.em.query(`select name from app.firm where firm_id = $1`, [
    ctx.firmId,
  ]);
  const name = firms[0]?.name;
  if (name === undefined) return { outcome: 'no_such_firm' };
  if (name !== confirm) return { outcome: 'not_confirmed', name };
  const verdict = await mayErase(ctx);
  return verdict.may ? { outcome: 'go' } : { outcome: 'refused', refusal: verdict };
}

type ErasedNow =
  | { readonly outcome: 'erased' | 'erased_before'; readonly certificate: Certificate }
  | Extract<Erased, { outcome: 'refused' }>;

/** One at a time: of two that were asked for together, the later one finds the certificate of the other. */
async function eraseNow(ctx: FirmContext, actor: string, exportSha256: string): Promise<ErasedNow> {
  await ctx.em.query(`select pg_advisory_xact_lock(hashtextextended('erasure:' || $1, 0))`, [ctx.firmId]);
  const before = await certificateOf(ctx);
  if (before) return { outcome: 'erased_before', certificate: before };
  // a record written since the export is not in it, and is too young: it stops the erasure
  const still = await mayErase(ctx);
  if (!still.may) return { outcome: 'refused', refusal: still };
  await eraseRows(ctx, actor, exportSha256);
  const certificate = await certificateOf(ctx);
  if (!certificate) throw new Error('an erasure leaves a certificate');
  return { outcome: 'erased', certificate };
}

async function eraseRows(ctx: FirmContext, actor: string, exportSha256: string): Promise<void> {
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
