import type { OutboxEvent } from '../spine/relay-db.ts';
import type { FirmContext } from '../tenancy/context.ts';

/**
 * Of these automations, those that an event which is handed over again may still be for: what was decided about it stands, and
 * an automation that is younger than the event never was for it. So a replay mends what was lost and starts nothing new.
 */
export async function stillOpenTo<T extends { readonly automationId: string }>(
  ctx: FirmContext,
  event: Pick<OutboxEvent, 'subjectId' | 'seq' | 'occurredAtMs'>,
  automations: readonly T[],
): Promise<T[]> {
  if (automations.length === 0) return [];
  const rows: { id: string }[] = await ctx.em.query(
    `select a.id from app.automation a
      where a.firm_id = $1 and a.id = any($2)
        and (select min(v.published_at) from app.automation_version v
              where v.firm_id = a.firm_id and v.automation_id = a.id) <= to_timestamp($3::double precision / 1000)
        and not exists (select from app.enrolment_refusal r
              where r.firm_id = a.firm_id and r.automation_id = a.id and r.person_id = $4 and r.event_seq = $5)`,
    [
      ctx.firmId,
      automations.map(({ automationId }) => automationId),
      event.occurredAtMs,
      event.subjectId,
      event.seq,
    ],
  );
  const open = new Set(rows.map(({ id }) => id));
  return automations.filter(({ automationId }) => open.has(automationId));
}
