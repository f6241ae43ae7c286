import { giveNotice } from '../notice/notice.ts';
import { findRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { disableEndpoint } from './webhook-endpoint-commands.ts';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.ts';

/** Nothing but failures for so long, and an endpoint is disabled. Shorter than the retries of one event, so none is lost by it. */
const FAILING_FOR_MS = 72 * 3_600_000;
const GONE = 410;

export interface AttemptRow {
  readonly id: string;
  readonly messageId: string;
  readonly type: string;
  readonly personId: string | null;
  /** the event's number; null for what is no event */
  readonly seq: number | null;
  readonly replay: boolean;
  readonly atMs: number;
  readonly durationMs: number;
  readonly status: number | null;
  readonly errorCode: string | null;
}

/** Writes down how one attempt went, and disables an endpoint that is gone or has failed for too long. */
export async function noteAttempt(
  ctx: FirmContext,
  endpointId: string,
  attempt: Omit<AttemptRow, 'id'>,
): Promise<void> {
  await ctx.em.query(
    `insert into app.webhook_attempt (endpoint_id, message_id, type, person_id, seq, replay, at, duration_ms, status, error_code)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      endpointId,
      attempt.messageId,
      attempt.type,
      attempt.personId,
      attempt.seq,
      attempt.replay,
      new Date(attempt.atMs),
      attempt.durationMs,
      attempt.status,
      attempt.errorCode,
    ],
  );
  const failed = attempt.errorCode !== null;
  // written only when it changes: many lanes share the row
  await ctx.em.query(
    `update app.webhook_endpoint set failing_since = $3 where firm_id = $1 and id = $2 and (failing_since is null) = $4`,
    [ctx.firmId, endpointId, failed ? new Date(attempt.atMs) : null, failed],
  );
  if (!failed) return;
  const row = await findRecord(ctx, WebhookEndpointEntity, endpointId);
  if (!row || row.disabledAt) return;
  const since = row.failingSince?.getTime() ?? attempt.atMs;
  const why =
    attempt.status === GONE ? 'gone' : attempt.atMs - since >= FAILING_FOR_MS ? 'failing' : undefined;
  if (!why) return;
  const written = await disableEndpoint(ctx, endpointId, row.version, why);
  if (written.outcome === 'written') await tellOwners(ctx, written.row);
}

/** One page of an endpoint's log, newest first. */
export async function attemptsOf(
  ctx: FirmContext,
  endpointId: string,
  {
    limit,
    before,
    outcome,
    type,
  }: {
    limit: number;
    before: string | undefined;
    outcome?: 'taken' | 'failed' | undefined;
    type?: string | undefined;
  },
): Promise<AttemptRow[]> {
  const rows: LogRow[] = await ctx.em.query(
    `select ${COLUMNS} from app.webhook_attempt
      where firm_id = $1 and endpoint_id = $2 and ($4::uuid is null or id < $4)
        and ($5::text is null or (error_code is null) = ($5 = 'taken')) and ($6::text is null or type = $6)
      order by id desc limit $3`,
    [ctx.firmId, endpointId, limit, before ?? null, outcome ?? null, type ?? null],
  );
  return rows.map(attemptOf);
}

export async function findAttempt(
  ctx: FirmContext,
  endpointId: string,
  id: string,
): Promise<AttemptRow | undefined> {
  const rows: LogRow[] = await ctx.em.query(
    `select ${COLUMNS} from app.webhook_attempt where firm_id = $1 and endpoint_id = $2 and id = $3`,
    [ctx.firmId, endpointId, id],
  );
  return rows.map(attemptOf)[0];
}

const COLUMNS = `id, message_id, type, person_id, seq, replay, at, duration_ms, status, error_code`;
interface LogRow {
  id: string;
  message_id: string;
  type: string;
  person_id: string | null;
  seq: string | null;
  replay: boolean;
  at: Date;
  duration_ms: number;
  status: number | null;
  error_code: string | null;
}

const attemptOf = (row: LogRow): AttemptRow => ({
  id: row.id,
  messageId: row.message_id,
  type: row.type,
  personId: row.person_id,
  seq: row.seq === null ? null : Number(row.seq),
  replay: row.replay,
  atMs: row.at.getTime(),
  durationMs: row.duration_ms,
  status: row.status,
  errorCode: row.error_code,
});

async function tellOwners(ctx: FirmContext, row: WebhookEndpointEntity): Promise<void> {
  const owners: { id: string }[] = await ctx.em.query(
    `select id from app.user where firm_id = $1 and role = 'owner' and status = 'active' order by id`,
    [ctx.firmId],
  );
  const reason =
    row.disabledWhy === 'gone' ? 'it answered that it is gone' : 'it has only failed for three days';
  for (const { id: userId } of owners) {
    await giveNotice(ctx, {
      userId,
      personId: null,
      text: `The webhook "${row.description}" was disabled, because ${reason}. What it was not told is kept: mend it, then enable it.`,
      effectKey: `webhook-disabled:${row.id}:${row.version}:${userId}`,
      madeBy: 'system:webhooks',
    });
  }
}
