import type { FirmContext } from '../tenancy/context.ts';

/** One call of another system that was taken. */
export interface CallRow {
  readonly id: string;
  readonly messageId: string;
  readonly at: Date;
  readonly personId: string | null;
  readonly verdict: 'new_person' | 'known_person' | null;
}

/** One page of what a source has called for, newest first. */
export function callsOf(
  ctx: FirmContext,
  sourceId: string,
  { limit, before }: { limit: number; before: string | undefined },
): Promise<CallRow[]> {
  return ctx.em.query(
    `select id, message_id as "messageId", occurred_at as at, person_id as "personId", verdict from app.webhook_call
      where firm_id = $1 and source_id = $2 and ($4::uuid is null or id < $4) order by id desc limit $3`,
    [ctx.firmId, sourceId, limit, before ?? null],
  );
}
