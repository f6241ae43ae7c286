import { messageWorkflowId, type OutboundMessageInput } from '@rap/contracts/outbound-message-run';
import { waitingOrders } from '@rap/database/outbound-message/outbound-message-commands';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';

const PAGE = 200;
/** Younger ones are on their way: their event stands in the outbox. */
const LEFT_BEHIND_MS = 5 * 60_000;

export interface MessagesReconciled {
  /** messages that wait */
  readonly open: number;
  /** of them, started again because Temporal had no open workflow; not 0 is worth an alarm */
  readonly restarted: number;
}

/** Knows which messages Temporal has open, and starts one again. */
export interface MessageRestarter {
  isOpen(workflowId: string): Promise<boolean>;
  start(input: OutboundMessageInput, options: { again: true }): Promise<void>;
}

/**
 * Starts the workflow of every message that waits and has none: Temporal was restored from an older backup, or a history was
 * lost. What has left cannot leave twice: the delivery is named by the order.
 */
export async function reconcileMessages(
  db: TenantDb,
  messages: MessageRestarter,
  firmIds: readonly string[],
): Promise<MessagesReconciled> {
  let [open, restarted] = [0, 0];
  for (const firmId of firmIds) {
    const correlationId = `reconcile:${firmId}`;
    const who = { firmId, actor: 'system:reconcile', books: '*', correlationId } as const;
    let after: string | undefined;
    for (;;) {
      const from = after;
      const { page, past } = await db.run(who, async (ctx) => ({
        page: await waitingOrders(ctx, PAGE, from),
        past: ctx.now() - LEFT_BEHIND_MS,
      }));
      for (const { id, sendAt, occurredAt } of page) {
        if (occurredAt.getTime() > past) continue;
        open += 1;
        if (await messages.isOpen(messageWorkflowId(firmId, id))) continue;
        await messages.start(
          { v: 1, firmId, orderId: id, sendAtMs: sendAt?.getTime() ?? 0 },
          { again: true },
        );
        restarted += 1;
      }
      after = page.at(-1)?.id;
      if (page.length < PAGE) break;
    }
  }
  return { open, restarted };
}
