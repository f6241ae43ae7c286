import type { OrderOutcome } from '@rap/contracts/outbound-message-run';
import { laterWords } from '@rap/domain/consent/later-words';
import {
  effectKeyOf,
  lockOrder,
  noteOrder,
  openOrder,
} from '@rap/database/outbound-message/outbound-message-commands';
import { OutboundMessageEntity } from '@rap/database/outbound-message/outbound-message.entity';
import { findRecord } from '@rap/database/records/write-record';
import type { Who } from '@rap/database/tenancy/context';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { MessageOrder, MessageOutcome, MessageSender } from '../sending/message-sender.ts';

export interface SendOrderInput {
  readonly firmId: string;
  readonly orderId: string;
}

export interface OutboundMessageActivities {
  /** class irreversible: one message, keyed by its order */
  sendOrder(input: SendOrderInput): Promise<OrderOutcome>;
}

/** The activities of messages that people write: the same sender, ledger and gate as an automation's. */
export function createOutboundMessageActivities(deps: {
  db: TenantDb;
  sender: MessageSender;
}): OutboundMessageActivities {
  const { db, sender } = deps;

  return {
    async sendOrder({ firmId, orderId }) {
      const system: Who = {
        firmId,
        actor: 'system:outbound-message',
        books: '*',
        correlationId: `order:${orderId}`,
      };
      const order = await db.run(system, (ctx) => read(ctx, orderId));
      if ('settled' in order) return { of: 'settled', status: order.settled };
      const outcome = await sender.send({
        ...order.message,
        who: { ...system, actor: order.author, correlationId: order.correlationId },
      });
      const status = await db.run(system, (ctx) => noteOrder(ctx, orderId, noteOf(outcome)));
      return outcome.of === 'later' && status === 'waiting'
        ? { of: 'later', atMs: outcome.atMs }
        : { of: 'settled', status };
    },
  };
}

async function read(
  ctx: Parameters<typeof openOrder>[0],
  orderId: string,
): Promise<
  | { settled: OutboundMessageEntity['status'] }
  | { message: Omit<MessageOrder, 'who'>; author: Who['actor']; correlationId: string }
> {
  const row = await findRecord(ctx, OutboundMessageEntity, orderId);
  if (row?.status !== 'waiting') return { settled: row?.status ?? 'cancelled' };
  const { words, address } = await openOrder(ctx, row);
  return {
    correlationId: row.correlationId ?? ctx.correlationId,
    author: row.author as Who['actor'], // written from an actor, and checked by Postgres in the audit rows
    message: {
      effectKey: effectKeyOf(orderId),
      personId: row.personId,
      channel: row.channel,
      purpose: row.purpose,
      wording: { text: words },
      notAfterMs: row.notAfter.getTime(),
      automatic: row.answersKeywordAt !== null,
      ...(address === null ? {} : { address }),
      ...(row.replyTo ? { replyToId: row.replyTo } : {}),
      ...(row.answersKeywordAt ? { answersKeywordAtMs: row.answersKeywordAt.getTime() } : {}),
      ...(row.testBy ? { ownTest: true } : {}),
      dueAtMs: () => Promise.resolve((row.sendAt ?? row.occurredAt).getTime()),
      stillWanted: (inside) => lockOrder(inside, orderId),
    },
  };
}

function noteOf(outcome: MessageOutcome): Parameters<typeof noteOrder>[2] {
  switch (outcome.of) {
    case 'sent':
      return { status: 'sent', communicationId: outcome.communicationId };
    case 'refused':
      return { status: 'refused', why: outcome.words };
    case 'failed':
      return { status: 'failed', why: outcome.message };
    case 'later':
      return { status: 'waiting', why: laterWords(outcome.reason), nextTryAtMs: outcome.atMs };
  }
}
