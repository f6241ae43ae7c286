import type { Finding } from '@rap/contracts/today';
import type { TemplateWords } from '@rap/contracts/template';
import { openOrder, orderMessage } from '../outbound-message/outbound-message-commands.ts';
import { OutboundMessageEntity } from '../outbound-message/outbound-message.entity.ts';
import { audit } from '../records/record-change.ts';
import { findRecord } from '../records/write-record.ts';
import { completeTask } from '../task/complete-task.ts';
import { TaskEntity } from '../task/task.entity.ts';
import { templateText } from '../template/template-queries.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { DeliveryEntity } from './delivery.entity.ts';
import { ORDER_KEY } from './delivery-keys.ts';

const HOUR_MS = 3_600_000;
/** what is sent again may leave for three days, as any message that a person writes */
const NOT_AFTER_MS = 72 * HOUR_MS;

export interface OpenUnknown {
  readonly id: string;
  readonly personId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly channel: 'email' | 'sms';
  /** its beginning is shown */
  readonly words: string | null;
  readonly handedAt: Date;
}

/** The effect key of the task that asks somebody to find out. */
export const unknownTaskKey = (deliveryId: string): string => `unknown:${deliveryId}`;

/** Messages to people whom the actor sees, of which nobody knows whether they arrived, the oldest first. */
export async function openUnknowns(ctx: FirmContext, limit: number): Promise<OpenUnknown[]> {
  const rows: (Omit<OpenUnknown, 'words'> & { communicationId: string | null; bodySealed: Buffer | null })[] =
    await ctx.em.query(
      `select d.id, d.person_id as "personId", p.first_name as "firstName", p.last_name as "lastName", d.channel,
              coalesce(d.handed_at, d.occurred_at) as "handedAt", c.id as "communicationId", c.body_sealed as "bodySealed"
         from app.delivery d
         join app.person p on p.firm_id = d.firm_id and p.id = d.person_id and p.deleted_at is null
         left join app.communication c on c.firm_id = d.firm_id and c.id = d.communication_id
        where d.firm_id = $1 and d.state = 'unknown' and d.finding is null
        order by d.settled_at, d.id limit $2`,
      [ctx.firmId, limit],
    );
  return Promise.all(
    rows.map(async ({ communicationId, bodySealed, ...row }) => ({
      ...row,
      words:
        communicationId && bodySealed
          ? await ctx.sealer.open(
              { table: 'app.communication', column: 'body', rowId: communicationId },
              bodySealed,
            )
          : null,
    })),
  );
}

export type Found =
  | { readonly outcome: 'done'; readonly orderId: string | null }
  | { readonly outcome: 'missing' }
  /** somebody else was first, or it never was unknown */
  | { readonly outcome: 'over' };

/** Writes down what somebody found out, once, ends the task that asked, and orders the same message again where they want it. */
export async function settleFinding(ctx: FirmContext, id: string, finding: Finding): Promise<Found> {
  const row = await ctx.em.getRepository(DeliveryEntity).findOneBy({ firmId: ctx.firmId, id });
  if (!row) return { outcome: 'missing' };
  const [settled]: [unknown[], number] = await ctx.em.query(
    `update app.delivery set finding = $3, found_by = $4, found_at = clock_timestamp()
      where firm_id = $1 and id = $2 and state = 'unknown' and finding is null returning id`,
    [ctx.firmId, id, finding, ctx.actor],
  );
  if (settled.length === 0) return { outcome: 'over' };
  const order = finding === 'sent_again' ? await orderAgain(ctx, row) : undefined;
  await audit(ctx, 'app.delivery.finding', { deliveryId: id, finding, ...(order ? { orderId: order } : {}) });
  const task = await ctx.em
    .getRepository(TaskEntity)
    .findOneBy({ firmId: ctx.firmId, effectKey: unknownTaskKey(id) });
  if (task?.status === 'open') await completeTask(ctx, task.id, task.version);
  return { outcome: 'done', orderId: order ?? null };
}

async function orderAgain(ctx: FirmContext, row: DeliveryEntity): Promise<string> {
  const words = await wordsOf(ctx, row);
  if (!words) throw new Error(`the words of ${row.id} are not kept`);
  const notAfterMs = ctx.now() + NOT_AFTER_MS;
  return (await orderMessage(ctx, { personId: row.personId, purpose: row.purpose, words, notAfterMs })).id;
}

/** As they were written: with their places, for they are filled anew. */
async function wordsOf(ctx: FirmContext, row: DeliveryEntity): Promise<TemplateWords | undefined> {
  if (row.effectKey.startsWith(ORDER_KEY)) {
    const order = await findRecord(ctx, OutboundMessageEntity, row.effectKey.slice(ORDER_KEY.length));
    return order ? (await openOrder(ctx, order)).words : undefined;
  }
  if (row.templateKey === null || row.templateNumber === null) return undefined;
  return templateText(ctx, row.templateKey, row.templateNumber);
}
