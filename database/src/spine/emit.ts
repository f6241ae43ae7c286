import { eventPayload } from '@rap/contracts/automation/events';
import type { FirmContext } from '../tenancy/context.ts';
import type { DomainEvent } from './domain-event.ts';

/**
 * Writes the events of one transaction to the outbox, in the order noted within a subject and sorted between subjects:
 * `spine.emit` locks each subject's counter row, and unsorted writers deadlock. A payload with a field that its kind does not
 * declare is a fault of ours and rolls back: the outbox keeps what it is given for ever.
 */
export async function flushEvents(ctx: FirmContext, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  const sorted = events
    .map((event, order) => ({ event, order }))
    .sort((a, b) => compare(a.event.subjectId, b.event.subjectId) || a.order - b.order)
    .map(({ event }) => ({
      subject_id: event.subjectId,
      kind: event.kind,
      payload: eventPayload(event.kind).parse(event.payload),
      occurred_at: new Date(event.occurredAtMs ?? ctx.now()).toISOString(),
    }));
  await ctx.em.query(`select spine.emit($1::jsonb, $2, $3, $4)`, [
    JSON.stringify(sorted),
    ctx.origin,
    ctx.actor,
    ctx.correlationId,
  ]);
}

/** The person's highest event number so far; 0 before the first event. Anchors of waits are made of it. */
export async function headSeq(ctx: FirmContext, subjectId: string): Promise<number> {
  const rows: { head_seq: string }[] = await ctx.em.query(`select spine.head_seq($1) as head_seq`, [
    subjectId,
  ]);
  return Number(rows[0]?.head_seq ?? 0);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
