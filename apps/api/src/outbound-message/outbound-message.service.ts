import { Inject, Injectable } from '@nestjs/common';
import type {
  Message,
  MessagePreview,
  MessagePreviewAsked,
  MessagesQuery,
  NewMessage,
} from '@rap/contracts/outbound-message';
import type { Page } from '@rap/contracts/paging';
import type { TemplateWords } from '@rap/contracts/template';
import { CommunicationEntity } from '@rap/database/communication/communication.entity';
import {
  cancelOrder,
  openOrder,
  orderMessage,
} from '@rap/database/outbound-message/outbound-message-commands';
import { OutboundMessageEntity } from '@rap/database/outbound-message/outbound-message.entity';
import { PersonEntity } from '@rap/database/person/person.entity';
import { BY_TIME, listRecords } from '@rap/database/records/list-records';
import { findRecord } from '@rap/database/records/write-record';
import { askGate } from '@rap/database/sending/ask-gate';
import { readLetterhead } from '@rap/database/sending/letterhead';
import { recipientOf } from '@rap/database/sending/recipient';
import type { FirmContext } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { countSegments } from '@rap/domain/messages/sms-segments';
import { missingVariables, renderEmail, renderText } from '@rap/domain/templates/render';
import type { OutboundMessages } from '@rap/providers/temporal/outbound-messages';
import { templateValues } from '@rap/domain/templates/values';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, ProblemError } from '../http/problem-error.ts';
import { found, paged, settled } from '../http/settled.ts';
import { wordsProblems } from '../template/words-problems.ts';
import { MESSAGES } from '../tokens.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_NOT_AFTER_HOURS = 72;
const message = { what: 'message', show: present };

@Injectable()
export class OutboundMessageService {
  private readonly db: TenantDb;
  private readonly messages: OutboundMessages;

  constructor(db: TenantDb, @Inject(MESSAGES) messages: OutboundMessages) {
    this.db = db;
    this.messages = messages;
  }

  /** Keeps the message and answers at once; it leaves by the same gate and ledger as an automation's, never at a bad hour. */
  async write(ctx: FirmContext, me: Principal, personId: string, input: NewMessage): Promise<Message> {
    authorise(me, 'message.send');
    await found(ctx, PersonEntity, personId, 'person');
    check(input.words);
    const sendAtMs = input.sendAt === undefined ? undefined : Date.parse(input.sendAt);
    const from = Math.max(ctx.now(), sendAtMs ?? 0);
    const notAfterMs =
      input.notAfter === undefined ? from + DEFAULT_NOT_AFTER_HOURS * HOUR_MS : Date.parse(input.notAfter);
    if (notAfterMs <= from) {
      const words = 'This is before the message can leave: give a later time.';
      throw invalid([{ field: 'notAfter', code: 'too_early', message: words }]);
    }
    const { purpose, words, replyTo } = input;
    if (replyTo) await checkReply(ctx, personId, replyTo, words.channel);
    const order = {
      personId,
      purpose,
      words,
      notAfterMs,
      ...(replyTo ? { replyToId: replyTo } : {}),
      ...(sendAtMs === undefined ? {} : { sendAtMs }),
    };
    return present(ctx, await orderMessage(ctx, order));
  }

  /** What the gate would say now, and to which address. Nothing is sent or kept. */
  async preview(
    ctx: FirmContext,
    me: Principal,
    personId: string,
    { purpose, words }: MessagePreviewAsked,
  ): Promise<MessagePreview> {
    authorise(me, 'message.send');
    const person = await found(ctx, PersonEntity, personId, 'person');
    check(words);
    const filled = await fill(ctx, person, words);
    const recipient = await recipientOf(ctx, personId, words.channel);
    if (recipient) {
      const notAfterMs = ctx.now() + DEFAULT_NOT_AFTER_HOURS * HOUR_MS;
      const gate = await askGate(ctx, { channel: words.channel, purpose, recipient, notAfterMs });
      return { to: recipient.address, ...filled, gate };
    }
    const why = `The person has no ${words.channel === 'email' ? 'email address' : 'phone number'}.`;
    const checks = [{ check: 'address', passed: false, words: why } as const];
    return {
      to: null,
      ...filled,
      gate: { verdict: 'refused', code: 'address_unusable', words: why, checks },
    };
  }

  async list(ctx: FirmContext, me: Principal, query: MessagesQuery): Promise<Page<Message>> {
    authorise(me, 'message.read');
    const { limit, after, sort, ...where } = query;
    return paged(
      ctx,
      message,
      await listRecords(ctx, OutboundMessageEntity, {
        where,
        order: BY_TIME[sort],
        limit,
        after: readCursor(after),
      }),
    );
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Message> {
    authorise(me, 'message.read');
    return present(ctx, await found(ctx, OutboundMessageEntity, id, message.what));
  }

  /** Calls a message off. The row is what counts; telling its workflow only ends that sooner. */
  async cancel(me: Principal, id: string, version: number): Promise<Message> {
    authorise(me, 'message.send');
    const cancelled = await this.db.run(me.who, async (ctx) => {
      const outcome = await cancelOrder(ctx, id, version);
      if (outcome.outcome !== 'over') return settled(ctx, message, outcome);
      throw new ProblemError(409, 'over', 'This message cannot be called off any more', {
        detail: outcome.status === 'waiting' ? 'It is just leaving.' : `It is ${outcome.status}.`,
      });
    });
    await this.messages.look(me.who.firmId, id);
    return cancelled;
  }
}

function check(words: TemplateWords): void {
  const problems = wordsProblems(words);
  if (problems.length > 0) throw invalid(problems);
}

/** The words as this person would read them. */
async function fill(
  ctx: FirmContext,
  person: PersonEntity,
  words: TemplateWords,
): Promise<Pick<MessagePreview, 'subject' | 'text' | 'segments' | 'missing'>> {
  const letterhead = await readLetterhead(ctx, person.id);
  const values = templateValues({ ...letterhead, person });
  const context = { values, nowMs: ctx.now(), zone: letterhead.zone };
  if (words.channel === 'sms') {
    const text = renderText(words.body, context);
    const { segments } = countSegments(text);
    return { subject: null, text, segments, missing: missingVariables([words.body], values) };
  }
  const { subject, text } = renderEmail(words, context);
  return { subject, text, segments: null, missing: missingVariables([words.subject, words.html], values) };
}

/** One answers a message of the same person, by the channel that it came by. */
async function checkReply(
  ctx: FirmContext,
  personId: string,
  replyTo: string,
  channel: TemplateWords['channel'],
): Promise<void> {
  const answered = await findRecord(ctx, CommunicationEntity, replyTo);
  if (answered?.personId === personId && answered.channel === channel) return;
  const message = `Name ${channel === 'email' ? 'an email' : 'a text'} of this person, or leave it out.`;
  throw invalid([{ field: 'replyTo', code: 'not_theirs', message }]);
}

async function present(ctx: FirmContext, row: OutboundMessageEntity): Promise<Message> {
  const { words } = await openOrder(ctx, row);
  return {
    id: row.id,
    version: row.version,
    personId: row.personId,
    channel: row.channel,
    purpose: row.purpose,
    words,
    replyTo: row.replyTo,
    sendAt: row.sendAt?.toISOString() ?? null,
    notAfter: row.notAfter.toISOString(),
    status: row.status,
    why: row.why,
    nextTryAt: row.nextTryAt?.toISOString() ?? null,
    communicationId: row.communicationId,
    author: row.author,
    createdAt: row.createdAt.toISOString(),
  };
}
