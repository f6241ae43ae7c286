import { readKeyword } from '@rap/domain/messages/keywords';
import { addressHash } from '../consent/address.ts';
import { liftOptOuts, optOut } from '../consent/consent-commands.ts';
import { storeCommunication } from '../communication/store-communication.ts';
import { createTask } from '../task/task-commands.ts';
import { noteContact } from '../person/note-contact.ts';
import type { FirmContext } from '../tenancy/context.ts';

export interface TakenText {
  readonly providerId: string;
  /** E.164 */
  readonly from: string;
  readonly body: string;
  readonly refusedMediaCount: number;
}

/**
 * Keeps a text that somebody sent, once by the provider's id: stored with its person and thread, opt-outs taken at once, an
 * event for the automations. A wish to be left alone that is no keyword becomes a task, and is not guessed at.
 */
export async function takeText(ctx: FirmContext, text: TakenText): Promise<void> {
  const personId = await personOfNumber(ctx, text.from);
  const reading = readKeyword(text.body);
  const media =
    text.refusedMediaCount > 0 ? `\n[${text.refusedMediaCount} pictures or files were not taken]` : '';
  const { row, created } = await storeCommunication(ctx, {
    personId: personId ?? null,
    channel: 'sms',
    direction: 'in',
    address: text.from,
    body: `${text.body}${media}`,
    ...(await threadWith(ctx, text.from)),
    providerId: text.providerId,
    automatic: reading.keyword === 'stop' || reading.keyword === 'start' || reading.keyword === 'help',
    occurredAtMs: ctx.now(),
  });
  if (!created) return;
  if (reading.keyword === 'stop') {
    await optOut(ctx, {
      channel: 'sms',
      address: text.from,
      scope: 'all',
      source: 'keyword',
      personId: personId ?? null,
    });
  }
  if (reading.keyword === 'start') await liftOptOuts(ctx, 'sms', text.from);
  if (!personId) return;
  await noteContact(ctx, personId);
  if (reading.soundsLikeStop) {
    await createTask(
      ctx,
      {
        title: 'Does this person want no more texts?',
        detail: 'Read their last text and decide.',
        personId,
        priority: 'high',
      },
      { madeBy: 'system:inbound', effectKey: `unclear-stop:${row.id}` },
    );
  }
  const payload = { communicationId: row.id, threadId: row.threadId, keyword: reading.keyword };
  ctx.emit({ subjectId: personId, kind: 'sms.received', payload });
}

/** Whose number it is; the one who was written to last, when several share it. */
async function personOfNumber(ctx: FirmContext, e164: string): Promise<string | undefined> {
  const rows: { person_id: string }[] = await ctx.em.query(
    `select n.person_id from app.person_phone n
       join app.person p on p.firm_id = n.firm_id and p.id = n.person_id and p.deleted_at is null
      where n.firm_id = $1 and n.e164 = $2 and n.removed_at is null
      order by (select max(d.occurred_at) from app.delivery d where d.firm_id = n.firm_id and d.person_id = n.person_id and d.channel = 'sms') desc nulls last,
               n.created_at limit 1`,
    [ctx.firmId, e164],
  );
  return rows[0]?.person_id;
}

/** The thread of the last text with this number, and our text that it answers. */
async function threadWith(
  ctx: FirmContext,
  e164: string,
): Promise<{ threadId?: string; inReplyTo?: string }> {
  const rows: { id: string; thread_id: string; direction: string }[] = await ctx.em.query(
    `select id, thread_id, direction from app.communication
      where firm_id = $1 and channel = 'sms' and address_hash = $2 order by occurred_at desc limit 1`,
    [ctx.firmId, await addressHash(ctx, 'sms', e164)],
  );
  const last = rows[0];
  if (!last) return {};
  return { threadId: last.thread_id, ...(last.direction === 'out' ? { inReplyTo: last.id } : {}) };
}
