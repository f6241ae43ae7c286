import { meetsCondition } from '../facts/meets-condition.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { newId } from '../records/new-id.ts';
import { audit } from '../records/record-change.ts';
import { findRecord } from '../records/write-record.ts';
import { headSeq } from '../spine/emit.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { whyNotEnter, type RefusalReason } from './enrol.ts';
import { automationsTriggeredBy, type TriggeredAutomation } from './triggers.ts';

export type AskedByHand =
  | {
      readonly outcome: 'asked';
      readonly people: readonly { personId: string; refused?: RefusalReason | 'not_found' }[];
    }
  | { readonly outcome: 'not_by_hand' };

/**
 * Asks for people to be put into an automation by hand: one event each, which the relay takes as any other. Who could not
 * enter as things stand is answered at once and asked for no more; a cap that others reach meanwhile still holds later.
 */
export async function askToEnrol(
  ctx: FirmContext,
  automationId: string,
  personIds: readonly string[],
): Promise<AskedByHand> {
  const requestId = newId();
  const payload = { automationId, requestId };
  const [automation] = await automationsTriggeredBy(ctx, { kind: 'manual', payload });
  if (!automation) return { outcome: 'not_by_hand' };
  const people: { personId: string; refused?: RefusalReason | 'not_found' }[] = [];
  for (const personId of personIds) {
    if (!(await findRecord(ctx, PersonEntity, personId))) {
      people.push({ personId, refused: 'not_found' });
      continue;
    }
    const refused = await whyNotByHand(ctx, automation, personId, requestId);
    if (refused === undefined) ctx.emit({ subjectId: personId, kind: 'manual', payload });
    people.push({ personId, ...(refused === undefined ? {} : { refused }) });
  }
  await audit(ctx, 'app.enrolment.ask', { automationId, requestId, people: people.length });
  return { outcome: 'asked', people };
}

const whyNotByHand = async (
  ctx: FirmContext,
  automation: TriggeredAutomation,
  personId: string,
  requestId: string,
): Promise<RefusalReason | undefined> =>
  whyNotEnter(
    ctx,
    { automation, personId, eventId: requestId, eventSeq: await headSeq(ctx, personId), nowMs: ctx.now() },
    (person, cond, nowMs) => meetsCondition(ctx, person, cond, nowMs),
  );

/** The live automations that begin by hand, by name, each with why a person could not enter it now. Nothing is asked for. */
export async function entrancesByHand(
  ctx: FirmContext,
  personId: string,
): Promise<{ automationId: string; name: string; refused: RefusalReason | undefined }[]> {
  const rows: { automationId: string; name: string }[] = await ctx.em.query(
    `select a.id as "automationId", a.name from app.automation_trigger t
       join app.automation a on a.firm_id = t.firm_id and a.id = t.automation_id
      where t.firm_id = $1 and t.kind = 'manual' and a.archived_at is null order by a.name, a.id`,
    [ctx.firmId],
  );
  const requestId = newId();
  const entrances: { automationId: string; name: string; refused: RefusalReason | undefined }[] = [];
  for (const row of rows) {
    const payload = { automationId: row.automationId, requestId };
    const [automation] = await automationsTriggeredBy(ctx, { kind: 'manual', payload });
    if (!automation) continue;
    entrances.push({ ...row, refused: await whyNotByHand(ctx, automation, personId, requestId) });
  }
  return entrances;
}
