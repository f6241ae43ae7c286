import type { FirmContext } from '../tenancy/context.ts';

/** A request that may come twice: its key, and what tells whether it is the same one again. */
export interface OnceKey {
  /** the caller's own word, 8 to 200 characters */
  readonly key: string;
  /** method and path, with the query */
  readonly route: string;
  readonly body: string;
  /** a UUID of this one attempt: only who took the key may answer for it */
  readonly claimId: string;
}

/** An answer as it left: `body` is what was sent, `null` when there was nothing to say. */
export interface OnceAnswer {
  readonly status: number;
  readonly body: unknown;
}

export type OnceClaim =
  | { readonly of: 'first' }
  | { readonly of: 'answered'; readonly answer: OnceAnswer }
  /** the key was used for something else */
  | { readonly of: 'other_request' }
  /** the first one has done its work and has not answered yet, or died before it could */
  | { readonly of: 'unfinished' };

const KEPT_HOURS = 24;

/**
 * Takes the key in the caller's transaction, so that key and work are written both or not at all. Of several at once, one
 * is the first; the others wait for its commit here and are told what became of it.
 */
export async function claimOnce(ctx: FirmContext, once: OnceKey): Promise<OnceClaim> {
  const hash = await bodyHash(ctx, once);
  const taken: unknown[] = await ctx.em.query(
    `insert into app.idempotency (actor, key, route, body_hash, claim_id) values ($1, $2, $3, $4, $5)
         on conflict (firm_id, actor, key) do update
            set route = excluded.route, body_hash = excluded.body_hash, claim_id = excluded.claim_id,
                status = null, answer_sealed = null, created_at = clock_timestamp()
          where idempotency.created_at < clock_timestamp() - $6 * interval '1 hour'
      returning key`,
    [ctx.actor, once.key, once.route, hash, once.claimId, KEPT_HOURS],
  );
  return taken.length > 0 ? { of: 'first' } : readOnce(ctx, once);
}

/** What is known of a key that was taken before. */
export async function readOnce(
  ctx: FirmContext,
  once: OnceKey,
): Promise<Exclude<OnceClaim, { of: 'first' }>> {
  const rows: OnceRow[] = await ctx.em.query(
    `select route, body_hash, status, answer_sealed from app.idempotency where firm_id = $1 and actor = $2 and key = $3`,
    [ctx.firmId, ctx.actor, once.key],
  );
  const row = rows[0];
  if (!row) return { of: 'unfinished' };
  const same = row.route === once.route && row.body_hash.equals(await bodyHash(ctx, once));
  if (!same) return { of: 'other_request' };
  if (row.status === null || row.answer_sealed === null) return { of: 'unfinished' };
  const body: unknown = JSON.parse(await ctx.sealer.open(placeOf(ctx, once), row.answer_sealed));
  return { of: 'answered', answer: { status: row.status, body } };
}

/** Keeps the answer of the first one for the others. */
export async function answerOnce(ctx: FirmContext, once: OnceKey, answer: OnceAnswer): Promise<void> {
  const sealed = await ctx.sealer.seal(placeOf(ctx, once), JSON.stringify(answer.body ?? null));
  await ctx.em.query(
    `update app.idempotency set status = $4, answer_sealed = $5 
      where firm_id = $1 and actor = $2 and key = $3 and claim_id = $6`,
    [ctx.firmId, ctx.actor, once.key, answer.status, sealed, once.claimId],
  );
}

/** Forgets the keys that are older than a day. Answers how many. */
export async function forgetOnceKeys(ctx: FirmContext): Promise<number> {
  const [, count]: [unknown[], number] = await ctx.em.query(
    `delete from app.idempotency where firm_id = $1 and created_at < clock_timestamp() - $2 * interval '1 hour'`,
    [ctx.firmId, KEPT_HOURS],
  );
  return count;
}

interface OnceRow {
  route: string;
  body_hash: Buffer;
  status: number | null;
  answer_sealed: Buffer | null;
}

const placeOf = (ctx: FirmContext, { key }: OnceKey) => ({
  table: 'app.idempotency',
  column: 'answer',
  rowId: `${ctx.actor}:${key}`, // the row is found by these when keys are rotated
});

/** Keyed: a plain hash of a short body could be guessed. */
const bodyHash = (ctx: FirmContext, { body }: OnceKey): Promise<Buffer> => ctx.sealer.hash('request', body);
