import type { OutboxEvent } from '../spine/relay-db.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** An event as a receiver is told of it. */
export interface ToldEvent {
  readonly messageId: string;
  readonly type: string;
  readonly occurredAtMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

type Told = Pick<
  OutboxEvent,
  'id' | 'firmId' | 'subjectId' | 'seq' | 'kind' | 'payload' | 'origin' | 'occurredAtMs'
>;

export const toldEvent = (event: Told): ToldEvent => ({
  messageId: event.id,
  type: event.kind,
  occurredAtMs: event.occurredAtMs,
  data: {
    firmId: event.firmId,
    personId: event.subjectId,
    seq: event.seq,
    origin: event.origin,
    details: event.payload,
  },
});

/** One event of the outbox by its person and number, to tell of it again. */
export async function toldAgain(
  ctx: FirmContext,
  personId: string,
  seq: number,
): Promise<ToldEvent | undefined> {
  const rows: (Omit<Told, 'seq' | 'occurredAtMs' | 'firmId' | 'subjectId'> & { occurred_at: Date })[] =
    await ctx.em.query(
      `select id, kind, payload, origin, occurred_at from spine.event where firm_id = $1 and subject_id = $2 and seq = $3`,
      [ctx.firmId, personId, seq],
    );
  const row = rows[0];
  if (!row) return undefined;
  const { occurred_at: occurredAt, ...event } = row;
  return toldEvent({
    ...event,
    firmId: ctx.firmId,
    subjectId: personId,
    seq,
    occurredAtMs: occurredAt.getTime(),
  });
}
