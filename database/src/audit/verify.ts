import type { FirmContext } from '../tenancy/context.ts';

/** A seal as it was copied outside the database; finds a cut tail and a rewritten chain. */
export interface Anchor {
  readonly no: number;
  /** hex */
  readonly hash: string;
}

export interface AuditVerdict {
  readonly ok: boolean;
  readonly seals: number;
  readonly rows: number;
  /** rows after the last seal: not protected yet */
  readonly unsealed: number;
  readonly head: Anchor | null;
  readonly faults: readonly AuditFault[];
}

export interface AuditFault {
  readonly seal: number;
  readonly code: 'gap' | 'range' | 'link' | 'count' | 'rows' | 'hash' | 'head' | 'anchor' | 'snapshot';
  readonly message: string;
}

interface SealRow {
  no: string;
  from_xid: string;
  to_xid: string;
  n: number;
  rows_hash: Buffer;
  prev: Buffer;
  hash: Buffer;
  real_n: number;
  real_rows_hash: Buffer | null;
  real_hash: Buffer;
}

/**
 * Recomputes the whole chain of the context's firm: gapless numbers, joined ranges, row counts and hashes, links, the head,
 * the given anchors, and the record versions whose hashes the audit rows carry.
 */
export async function verifyAudit(ctx: FirmContext, anchors: readonly Anchor[] = []): Promise<AuditVerdict> {
  const seals: SealRow[] = await ctx.em.query(
    `select s.no, s.from_xid::text as from_xid, s.to_xid::text as to_xid, s.n, s.rows_hash, s.prev, s.hash,
            r.n as real_n, r.rows_hash as real_rows_hash,
            audit.seal_hash(s.firm_id, s.no, s.from_xid, s.to_xid, s.n, s.rows_hash, s.prev) as real_hash
       from audit.seal s cross join lateral (
         select count(*)::int as n, sha256(string_agg(audit.row_hash(e), ''::bytea order by e.xid, e.id)) as rows_hash
           from audit.event e where e.firm_id = s.firm_id and e.xid >= s.from_xid and e.xid < s.to_xid) r
      where s.firm_id = $1 order by s.no`,
    [ctx.firmId],
  );
  const faults = chainFaults(seals);
  const chain: { no: string; hash: Buffer; to_xid: string }[] = await ctx.em.query(
    `select no, hash, to_xid::text as to_xid from audit.chain where firm_id = $1`,
    [ctx.firmId],
  );
  const last = seals.at(-1);
  const head = chain[0];
  if (!head || Number(head.no) !== seals.length || (last && !head.hash.equals(last.hash))) {
    faults.push({ seal: seals.length, code: 'head', message: 'the head of the chain is not its last seal' });
  }
  const byNo = new Map(seals.map((seal) => [Number(seal.no), seal.hash.toString('hex')]));
  for (const { no, hash } of anchors) {
    if (byNo.get(no) !== hash)
      faults.push({ seal: no, code: 'anchor', message: `seal ${no} is not the one kept outside` });
  }
  faults.push(...(await snapshotFaults(ctx)));
  const open: { n: string }[] = await ctx.em.query(
    `select count(*) as n from audit.event where firm_id = $1 and xid >= $2::text::xid8`,
    [ctx.firmId, head?.to_xid ?? '0'],
  );
  return {
    ok: faults.length === 0,
    seals: seals.length,
    rows: seals.reduce((sum, seal) => sum + seal.n, 0),
    unsealed: Number(open[0]?.n ?? 0),
    head: last ? { no: Number(last.no), hash: last.hash.toString('hex') } : null,
    faults,
  };
}

function chainFaults(seals: readonly SealRow[]): AuditFault[] {
  const faults: AuditFault[] = [];
  let before: SealRow | undefined;
  for (const [index, seal] of seals.entries()) {
    const no = Number(seal.no);
    const fault = (code: AuditFault['code'], message: string) => faults.push({ seal: no, code, message });
    if (no !== index + 1) fault('gap', `seal ${index + 1} is missing`);
    if (seal.from_xid !== (before?.to_xid ?? '0'))
      fault('range', 'it does not begin where the one before ends');
    if (!seal.prev.equals(before?.hash ?? Buffer.alloc(0)))
      fault('link', 'it does not carry the hash of the one before');
    if (seal.n !== seal.real_n) fault('count', `it sealed ${seal.n} rows, ${seal.real_n} are there`);
    else if (!seal.real_rows_hash?.equals(seal.rows_hash))
      fault('rows', 'a row was changed or put in another order');
    if (!seal.hash.equals(seal.real_hash)) fault('hash', 'the seal itself was changed');
    before = seal;
  }
  return faults;
}

/** Record versions whose snapshot is not the one that an audit row names: of its writing, or of its last resealing. */
async function snapshotFaults(ctx: FirmContext): Promise<AuditFault[]> {
  const rows: { id: string; why: string }[] = await ctx.em.query(
    `with carried as (
       select e.detail->>'snapshot' as hash from audit.event e where e.firm_id = $1 and e.detail ? 'snapshot'
       union all
       select r->>'to' from audit.event e, jsonb_array_elements(e.detail->'resealed') r
        where e.firm_id = $1 and e.action = 'record_version.resealed')
     select v.id, case when sha256(v.snapshot_sealed) <> v.snapshot_hash then 'its bytes were changed'
                       else 'no audit row carries its hash' end as why
       from audit.record_version v
      where v.firm_id = $1 and (sha256(v.snapshot_sealed) <> v.snapshot_hash
         or not exists (select from carried c where c.hash = encode(v.snapshot_hash, 'hex')))
      limit 100`,
    [ctx.firmId],
  );
  return rows.map((row) => ({ seal: 0, code: 'snapshot', message: `record version ${row.id}: ${row.why}` }));
}
