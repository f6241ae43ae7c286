import { meetsCondition } from '../facts/meets-condition.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { newId } from '../records/new-id.ts';
import { audit } from '../records/record-change.ts';
import { findRecord } from '../records/write-record.ts';
import { headSeq } from '../spine/emit.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { whyNotEnter, type RefusalReason } from './enrol.ts';
import { automationsTriggeredBy } from './triggers.ts';

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
    const refused = await whyNotEnter(
      ctx,
      { automation, personId, eventId: requestId, eventSeq: await headSeq(ctx, personId), nowMs: ctx.now() },
      (person, cond, nowMs) => meetsCondition(ctx, person, cond, nowMs),
    );
    if (refused === undefined) ctx.emit({ subjectId: personId, kind: 'manual', payload });
    people.push({ personId, ...(refused === undefined ? {} : { refused }) });
  }
  await audit(ctx, 'app.enrolment.ask', { automationId, requestId, people: people.length });
  return { outcome: 'asked', people };
}
