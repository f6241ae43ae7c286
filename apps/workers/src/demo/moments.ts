import type { LeadStage } from '@rap/contracts/lead';
import { CommunicationEntity } from '@rap/database/communication/communication.entity';
import { openCommunication, storeCommunication } from '@rap/database/communication/store-communication';
import { givePermission, optOut } from '@rap/database/consent/consent-commands';
import {
  DocumentRequestEntity,
  settleDocumentRequest,
} from '@rap/database/document-request/document-request';
import { holdPerson } from '@rap/database/hold/hold';
import { takeText } from '@rap/database/inbound/take-text';
import { convertLead, createLead, moveStage, newestLead } from '@rap/database/lead/lead-commands';
import { bookMeeting, endMeeting, type MeetingEnding } from '@rap/database/meeting/meeting-commands';
import { MeetingEntity } from '@rap/database/meeting/meeting.entity';
import { addNote } from '@rap/database/note/note-commands';
import { orderMessage } from '@rap/database/outbound-message/outbound-message-commands';
import { noteContact } from '@rap/database/person/note-contact';
import { newId } from '@rap/database/records/new-id';
import { updateRecord } from '@rap/database/records/write-record';
import { addTag } from '@rap/database/tag/tag-commands';
import { completeTask } from '@rap/database/task/complete-task';
import { createTask } from '@rap/database/task/task-commands';
import { TaskEntity } from '@rap/database/task/task.entity';
import type { FirmContext } from '@rap/database/tenancy/context';
import { ApprovalEntity, decideApproval } from '@rap/database/approval/approval';
import type { Character } from './cast.ts';

/** Something that happens to a person of the demo firm; the clock of the context says when. */
export type Moment = (ctx: FirmContext, personId: string) => Promise<void>;

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;

/** They agree, by the form or at the desk, with the words that were shown. */
export const agrees =
  (
    who: Character,
    channel: 'email' | 'sms',
    purpose: 'service' | 'marketing',
    by: string,
    awaitsYes = false,
  ): Moment =>
  async (ctx, personId) => {
    await givePermission(ctx, {
      personId,
      channel,
      purpose,
      address: channel === 'email' ? who.email : who.phone,
      textVersion: 'demo-1',
      textShown:
        channel === 'email'
          ? `Yes, Harbor Retirement Advisors may email me${purpose === 'marketing' ? ' about seminars and services. I can unsubscribe at any time.' : ' about my question.'}`
          : `Yes, Harbor Retirement Advisors may text me${purpose === 'marketing' ? ' about its seminars and services' : ' about my inquiry'}. Message and data rates may apply. Reply STOP to end texts.`,
      proof: { by },
      awaitsYes,
    });
  };

export const asks =
  (sourceId: string, ownerId: string, campaign: string | undefined, formId: string | null): Moment =>
  async (ctx, personId) => {
    const touch = { at: new Date(ctx.now()).toISOString(), ...(campaign ? { campaign } : {}) };
    const lead = await createLead(ctx, {
      personId,
      sourceId,
      ownerId,
      formId,
      referredById: null,
      firstTouch: touch,
      lastTouch: touch,
    });
    if (formId === null) return;
    const payload = { submissionId: newId(), formId, leadId: lead.id, verdict: 'lead' } as const;
    ctx.emit({ subjectId: personId, kind: 'form.submitted', payload });
  };

/** An email comes in; it answers our newest one when there is one. */
export const writes =
  (who: Character, body: string, subject?: string): Moment =>
  async (ctx, personId) => {
    const last: { id: string; thread_id: string }[] = await ctx.em.query(
      `select id, thread_id from app.communication where firm_id = $1 and person_id = $2 and channel = 'email' and direction = 'out'
        order by occurred_at desc limit 1`,
      [ctx.firmId, personId],
    );
    const answered = subject === undefined ? last[0] : undefined;
    const { row } = await storeCommunication(ctx, {
      personId,
      channel: 'email',
      direction: 'in',
      address: who.email,
      subject: subject ?? 'Re: your question',
      body,
      messageId: `<${newId()}@mail.example>`,
      automatic: false,
      authenticated: true,
      occurredAtMs: ctx.now(),
      ...(answered ? { threadId: answered.thread_id, inReplyTo: answered.id } : {}),
    });
    await noteContact(ctx, personId);
    const payload = { communicationId: row.id, threadId: row.threadId, inReplyTo: row.inReplyTo };
    ctx.emit({ subjectId: personId, kind: 'email.received', payload });
  };

export const texts =
  (who: Character, body: string): Moment =>
  (ctx) =>
    takeText(ctx, {
      providerId: `SM${newId().replaceAll('-', '')}`,
      from: who.phone,
      body,
      refusedMediaCount: 0,
    });

/** A user answers what came in last on that channel, by hand. */
export const isAnswered =
  (channel: 'email' | 'sms', words: string): Moment =>
  async (ctx, personId) => {
    const last = await ctx.em.getRepository(CommunicationEntity).findOne({
      where: { firmId: ctx.firmId, personId, channel, direction: 'in' },
      order: { occurredAt: 'DESC' },
    });
    if (!last) return;
    const html = words
      .split('\n\n')
      .map((paragraph) => `<p>${paragraph}</p>`)
      .join('');
    await orderMessage(ctx, {
      personId,
      purpose: 'service',
      words:
        channel === 'sms' ? { channel, body: words } : { channel, subject: await answerTo(ctx, last), html },
      replyToId: last.id,
      notAfterMs: ctx.now() + 3 * DAY_MS,
    });
    if (!last.handledAt)
      await updateRecord(ctx, CommunicationEntity, last.id, last.version, { handledAt: new Date(ctx.now()) });
  };

async function answerTo(ctx: FirmContext, row: CommunicationEntity): Promise<string> {
  const { subject } = await openCommunication(ctx, row);
  return subject?.startsWith('Re: ') ? subject : `Re: ${subject ?? 'your message'}`;
}

export const unsubscribes =
  (who: Character): Moment =>
  async (ctx, personId) => {
    await optOut(ctx, {
      channel: 'email',
      address: who.email,
      scope: 'marketing',
      source: 'one_click',
      personId,
    });
  };

export const notes =
  (body: string): Moment =>
  async (ctx, personId) => {
    await addNote(ctx, { personId, body });
    await noteContact(ctx, personId);
  };

export const gets =
  (title: string, assigneeId: string, dueDays: number): Moment =>
  async (ctx, personId) => {
    const dueAt = new Date(ctx.now() + dueDays * DAY_MS).toISOString();
    await createTask(ctx, { title, personId, assigneeId, dueAt });
  };

/** Somebody of the firm does the oldest open task. */
export const isDone: Moment = async (ctx, personId) => {
  const task = await ctx.em
    .getRepository(TaskEntity)
    .findOne({ where: { firmId: ctx.firmId, personId, status: 'open' }, order: { occurredAt: 'ASC' } });
  if (!task) return;
  await completeTask(ctx, task.id, task.version);
  await callBack(ctx, personId);
};

/** All that was open by then is done: nobody leaves work lying for weeks. */
export const clearsTasks: Moment = async (ctx, personId) => {
  const open = await ctx.em
    .getRepository(TaskEntity)
    .find({ where: { firmId: ctx.firmId, personId, status: 'open' }, order: { occurredAt: 'ASC' } });
  for (const task of open) await completeTask(ctx, task.id, task.version);
  if (open.length > 0) await callBack(ctx, personId);
};

/** Who has written last is called: what they asked is answered. */
async function callBack(ctx: FirmContext, personId: string): Promise<void> {
  const [last]: { direction: string; channel: string }[] = await ctx.em.query(
    `select direction, channel from app.communication where firm_id = $1 and person_id = $2 order by occurred_at desc, id desc limit 1`,
    [ctx.firmId, personId],
  );
  const [phone]: { e164: string }[] = await ctx.em.query(
    `select e164 from app.person_phone where firm_id = $1 and person_id = $2 and removed_at is null order by id limit 1`,
    [ctx.firmId, personId],
  );
  if (last?.direction !== 'in' || !phone) return;
  await storeCommunication(ctx, {
    personId,
    channel: 'phone',
    direction: 'out',
    address: phone.e164,
    body: 'Called back, and answered what they had asked.',
    automatic: false,
    occurredAtMs: ctx.now(),
  });
  await noteContact(ctx, personId);
}

export const books =
  (title: string, hostId: string, startsMs: number, timeZone: string): Moment =>
  async (ctx, personId) => {
    await bookMeeting(ctx, {
      personId,
      title,
      hostId,
      startsAt: new Date(startsMs).toISOString(),
      endsAt: new Date(startsMs + 2 * HALF_HOUR_MS).toISOString(),
      timeZone,
      place: 'Office, 200 Public Square',
    });
  };

export const meetingIs =
  (ending: MeetingEnding): Moment =>
  async (ctx, personId) => {
    const meeting = await ctx.em
      .getRepository(MeetingEntity)
      .findOne({ where: { firmId: ctx.firmId, personId, status: 'booked' }, order: { startsAt: 'ASC' } });
    if (meeting) await endMeeting(ctx, meeting, ending, meeting.version);
  };

export const movesTo =
  (stage: LeadStage): Moment =>
  async (ctx, personId) => {
    const lead = await newestLead(ctx, personId);
    if (lead) await moveStage(ctx, lead, stage, lead.version);
  };

export const becomesClient: Moment = async (ctx, personId) => {
  const lead = await newestLead(ctx, personId);
  const since = new Date(ctx.now()).toISOString().slice(0, 10);
  if (lead) await convertLead(ctx, lead, lead.version, since);
};

export const isTagged =
  (tagId: string): Moment =>
  (ctx, personId) =>
    addTag(ctx, personId, tagId);

export const dayComes =
  (milestone: 'birthday' | 'review_due' | 'no_contact_90_days'): Moment =>
  async (ctx, personId) => {
    ctx.emit({ subjectId: personId, kind: 'date.due', payload: { milestone } });
  };

export const isPutInto =
  (automationId: string): Moment =>
  async (ctx, personId) => {
    ctx.emit({ subjectId: personId, kind: 'manual', payload: { automationId, requestId: newId() } });
  };

export const documentComes: Moment = async (ctx, personId) => {
  const request = await ctx.em
    .getRepository(DocumentRequestEntity)
    .findOneBy({ firmId: ctx.firmId, personId, status: 'requested' });
  if (request) await settleDocumentRequest(ctx, request, 'received', request.version);
};

export const isDecided =
  (decision: 'approved' | 'rejected'): Moment =>
  async (ctx, personId) => {
    const open = await ctx.em
      .getRepository(ApprovalEntity)
      .findOne({ where: { firmId: ctx.firmId, personId }, order: { createdAt: 'DESC' } });
    if (open) await decideApproval(ctx, open.id, open.version, decision);
  };

export const isHeld =
  (reason: 'complaint' | 'by_hand' | 'death' | 'transfer'): Moment =>
  async (ctx, personId) => {
    await holdPerson(ctx, personId, reason);
  };
