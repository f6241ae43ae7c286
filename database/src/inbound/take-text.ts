import {
  helpText,
  optInConfirmation,
  optOutConfirmation,
  readKeyword,
  type KeywordReading,
} from '@rap/domain/messages/keywords';
import { addressHash } from '../consent/address.ts';
import { confirmByYes, liftOptOuts, optOut, standingOptOut } from '../consent/consent-commands.ts';
import { storeCommunication } from '../communication/store-communication.ts';
import { firmSettings } from '../firm/firm-settings.ts';
import { holdPerson } from '../hold/hold.ts';
import { orderMessage } from '../outbound-message/outbound-message-commands.ts';
import { createTask } from '../task/task-commands.ts';
import { noteContact } from '../person/note-contact.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** 47 CFR 64.1200(a)(12) */
const KEYWORD_ANSWER_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
/** STOP, START and HELP of one sitting */
const STRANGER_ANSWERS_A_DAY = 4;

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
  const at = { channel: 'sms', address: text.from, scope: 'all' } as const;
  const closedBefore = (await standingOptOut(ctx, at)) !== undefined;
  if (reading.keyword === 'stop') {
    await optOut(ctx, { ...at, source: 'keyword', personId: personId ?? null });
  }
  if (reading.keyword === 'start') await liftOptOuts(ctx, 'sms', text.from);
  if (reading.keyword === 'yes') await confirmByYes(ctx, text.from);
  // one confirmation, and never another text: whoever writes STOP again has had it
  const again = reading.keyword === 'stop' && closedBefore;
  if (!again) await answerKeyword(ctx, { personId, address: text.from, communicationId: row.id }, reading);
  if (!personId) return;
  await noteContact(ctx, personId);
  if (reading.soundsLikeStop) {
    await holdPerson(ctx, personId, 'do_not_contact');
    await createTask(
      ctx,
      {
        title: 'Does this person want no more texts?',
        detail:
          'Read their last text and decide. Everything for them is on hold until then: opt them out, or release the hold.',
        personId,
        priority: 'high',
      },
      { madeBy: 'system:inbound', effectKey: `unclear-stop:${row.id}` },
    );
  }
  const payload = { communicationId: row.id, threadId: row.threadId, keyword: reading.keyword };
  ctx.emit({ subjectId: personId, kind: 'sms.received', payload });
}

interface Asker {
  /** undefined: the number is nobody's */
  readonly personId: string | undefined;
  readonly address: string;
  /** the text with the keyword */
  readonly communicationId: string;
}

/**
 * Answers STOP, START and HELP where the firm does so itself; else the provider has answered already. A number that is
 * nobody's is answered too (CTIA Messaging Principles), in the same thread, a few times a day.
 */
async function answerKeyword(
  ctx: FirmContext,
  { personId, address, communicationId }: Asker,
  { keyword, spanish }: KeywordReading,
): Promise<void> {
  if (keyword !== 'stop' && keyword !== 'start' && keyword !== 'help') return;
  if ((await firmSettings(ctx)).keywordAnswers !== 'own') return;
  if (!personId && (await hasAskedEnough(ctx, address))) return;
  const rows: { name: string; phone: string | null; language: string | null }[] = await ctx.em.query(
    `select f.name, f.phone, p.language from app.firm f left join app.person p on p.firm_id = f.firm_id and p.id = $2
      where f.firm_id = $1`,
    [ctx.firmId, personId ?? null],
  );
  const row = rows[0];
  if (!row) return;
  const language = spanish || row.language === 'es' ? 'es' : 'en';
  const answers = {
    stop: optOutConfirmation(row.name, language),
    start: optInConfirmation(row.name, language),
    help: helpText(row.name, row.phone, language),
  };
  await orderMessage(ctx, {
    personId: personId ?? null,
    purpose: 'service',
    words: { channel: 'sms', body: answers[keyword] },
    notAfterMs: ctx.now() + KEYWORD_ANSWER_MS,
    answers: { address, keywordAtMs: ctx.now() },
    ...(personId ? {} : { replyToId: communicationId }),
  });
}

/**
 * Whether a number that is nobody's has sent more keywords than are answered in a day: two robots must not write to each
 * other for ever. The one that asks now is counted, under a lock so that two at once are counted one after the other.
 */
async function hasAskedEnough(ctx: FirmContext, address: string): Promise<boolean> {
  const hash = await addressHash(ctx, 'sms', address);
  await ctx.em.query(`select pg_advisory_xact_lock(hashtextextended($1 || encode($2, 'hex'), 0))`, [
    `keyword-answer:${ctx.firmId}:`,
    hash,
  ]);
  const rows: { asked: number }[] = await ctx.em.query(
    `select count(*)::int as asked from app.communication
      where firm_id = $1 and channel = 'sms' and address_hash = $2 and direction = 'in' and automatic and occurred_at > $3`,
    [ctx.firmId, hash, new Date(ctx.now() - DAY_MS)],
  );
  return (rows[0]?.asked ?? 0) > STRANGER_ANSWERS_A_DAY;
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
