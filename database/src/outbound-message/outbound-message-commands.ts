import type { Purpose } from '@rap/contracts/consent';
import type { OrderStatus } from '@rap/contracts/outbound-message';
import { TemplateWords } from '@rap/contracts/template';
import { ORDER_KEY } from '../delivery/delivery-keys.ts';
import { newId } from '../records/new-id.ts';
import { findRecord, insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { OutboundMessageEntity } from './outbound-message.entity.ts';

export interface NewOrder {
  /** null for a number that is nobody's, which only its keywords are answered to, and for a test */
  readonly personId: string | null;
  readonly purpose: Purpose;
  readonly words: TemplateWords;
  /** epoch ms; at once when left out */
  readonly sendAtMs?: number;
  readonly notAfterMs: number;
  /** the communication that it answers */
  readonly replyToId?: string;
  /** an address of the person's other than the primary one */
  readonly address?: string;
  /** who tests the words, at `address`, which is their own */
  readonly testBy?: string;
  /** the number to answer, and when it sent the keyword */
  readonly answers?: { readonly address: string; readonly keywordAtMs: number };
}

/** Keeps a message that is to be sent, and raises `message.ordered`: the relay starts its workflow. */
export async function orderMessage(ctx: FirmContext, order: NewOrder): Promise<OutboundMessageEntity> {
  const id = newId();
  const row = await insertRecord(ctx, OutboundMessageEntity, {
    id,
    personId: order.personId,
    channel: order.words.channel,
    purpose: order.purpose,
    wordsSealed: await ctx.sealer.seal(wordsOf(id), JSON.stringify(order.words)),
    addressSealed: await ctx.sealer.seal(addressOf(id), order.answers?.address ?? order.address ?? null),
    replyTo: order.replyToId ?? null,
    answersKeywordAt: order.answers ? new Date(order.answers.keywordAtMs) : null,
    testBy: order.testBy ?? null,
    sendAt: order.sendAtMs === undefined ? null : new Date(order.sendAtMs),
    notAfter: new Date(order.notAfterMs),
    author: ctx.actor,
    correlationId: ctx.correlationId,
    occurredAt: new Date(ctx.now()),
  });
  ctx.emit({ subjectId: order.personId ?? id, kind: 'message.ordered', payload: { orderId: id } });
  return row;
}

export type OrderCancelled =
  | WriteOutcome<OutboundMessageEntity>
  /** it has left, or may have */
  | { readonly outcome: 'over'; readonly status: OrderStatus };

/** Calls a message off that has not left. The lock keeps it from leaving at the same moment. */
export async function cancelOrder(ctx: FirmContext, id: string, version: number): Promise<OrderCancelled> {
  const wanted = await lockOrder(ctx, id);
  const row = await findRecord(ctx, OutboundMessageEntity, id);
  if (!row) return { outcome: 'missing' };
  const leaving: unknown[] = await ctx.em.query(
    `select 1 from app.delivery where firm_id = $1 and effect_key = $2 and state <> 'claimed'`,
    [ctx.firmId, effectKeyOf(id)],
  );
  if (!wanted || leaving.length > 0) return { outcome: 'over', status: row.status };
  const changes = { status: 'cancelled', why: null, nextTryAt: null } as const;
  return updateRecord(ctx, OutboundMessageEntity, id, version, changes);
}

/** Locks the order against being called off; false when nobody wants it sent any more. */
export async function lockOrder(ctx: FirmContext, id: string): Promise<boolean> {
  const rows: { status: OrderStatus }[] = await ctx.em.query(
    `select status from app.message_order where firm_id = $1 and id = $2 for update`,
    [ctx.firmId, id],
  );
  return rows[0]?.status === 'waiting';
}

/** Notes how an attempt ended; an order that has ended is left as it is. */
export async function noteOrder(
  ctx: FirmContext,
  id: string,
  outcome: { status: OrderStatus; why?: string; nextTryAtMs?: number; communicationId?: string },
): Promise<OrderStatus> {
  await lockOrder(ctx, id);
  const row = await findRecord(ctx, OutboundMessageEntity, id);
  if (row?.status !== 'waiting') return row?.status ?? 'cancelled';
  await updateRecord(ctx, OutboundMessageEntity, id, row.version, {
    status: outcome.status,
    why: outcome.why ?? null,
    nextTryAt: outcome.nextTryAtMs === undefined ? null : new Date(outcome.nextTryAtMs),
    communicationId: outcome.communicationId ?? null,
  });
  return outcome.status;
}

/** Orders that wait, oldest first; `limit` at a time, after the id of the last one seen. */
export async function waitingOrders(
  ctx: FirmContext,
  limit: number,
  after?: string,
): Promise<OutboundMessageEntity[]> {
  const query = ctx.em
    .getRepository(OutboundMessageEntity)
    .createQueryBuilder('o')
    .where(`o.firmId = :firmId and o.status = 'waiting'`, { firmId: ctx.firmId });
  if (after) query.andWhere('o.id > :after', { after });
  return query.orderBy('o.id').limit(limit).getMany();
}

/** What is to be sent, opened. */
export async function openOrder(
  ctx: FirmContext,
  row: OutboundMessageEntity,
): Promise<{ words: TemplateWords; address: string | null }> {
  return {
    words: TemplateWords.parse(JSON.parse(await ctx.sealer.open(wordsOf(row.id), row.wordsSealed))),
    address: await ctx.sealer.open(addressOf(row.id), row.addressSealed),
  };
}

/** What the delivery of an order is named by: it leaves at most once. */
export const effectKeyOf = (orderId: string): string => `${ORDER_KEY}${orderId}`;

const wordsOf = (id: string) => ({ table: 'app.message_order', column: 'words', rowId: id });
const addressOf = (id: string) => ({ table: 'app.message_order', column: 'address', rowId: id });
