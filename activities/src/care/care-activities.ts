import { refillMilestones, tellMilestones } from '@rap/database/care/milestones';
import { tellOverdueTasks } from '@rap/database/care/overdue-tasks';
import { forgetOnceKeys } from '@rap/database/idempotency/idempotency';
import { restoredAt } from '@rap/database/recovery/restored-runs';
import type { Who } from '@rap/database/tenancy/context';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { MessageSender } from '../sending/message-sender.ts';

export interface FirmScoped {
  readonly firmId: string;
}

/** What is looked after each hour. Class idempotent write: every part does once what it does, however often it is called. */
export interface CareActivities {
  /** the coming 60 days from the sealed dates */
  refillDates(input: FirmScoped): Promise<void>;
  tellDates(input: FirmScoped): Promise<number>;
  tellOverdue(input: FirmScoped): Promise<number>;
  /** idempotency keys of yesterday */
  forgetKeys(input: FirmScoped): Promise<number>;
  /** class irreversible in name only: it asks and records, and sends nothing */
  settleDeliveries(input: FirmScoped): Promise<number>;
}

export function createCareActivities({
  db,
  sender,
}: {
  db: TenantDb;
  sender: MessageSender;
}): CareActivities {
  return {
    async refillDates({ firmId }) {
      let after: string | undefined;
      do {
        const from = after;
        after = await db.run(careOf(firmId), (ctx) => refillMilestones(ctx, from));
      } while (after);
    },
    async tellDates({ firmId }) {
      // what fell due before a restore was told already, or is old: it starts nobody
      const before = await db.run(careOf(firmId), restoredAt);
      const late = before ? await db.run(restoredOf(firmId), (ctx) => tellMilestones(ctx, before)) : 0;
      return late + (await db.run(careOf(firmId), (ctx) => tellMilestones(ctx)));
    },
    async tellOverdue({ firmId }) {
      const before = await db.run(careOf(firmId), restoredAt);
      let all = 0;
      for (const who of before ? [restoredOf(firmId), careOf(firmId)] : [careOf(firmId)]) {
        const untilMs = who.origin === 'restore' ? before : undefined;
        for (let told = -1; told !== 0; all += told) {
          told = await db.run(who, (ctx) => tellOverdueTasks(ctx, untilMs));
        }
      }
      return all;
    },
    forgetKeys: ({ firmId }) => db.run(careOf(firmId), forgetOnceKeys),
    settleDeliveries: ({ firmId }) => sender.settleLeftBehind(careOf(firmId)),
  };
}

const careOf = (firmId: string): Who => ({
  firmId,
  actor: 'system:care',
  books: '*',
  correlationId: `care:${firmId}`,
});

const restoredOf = (firmId: string): Who => ({ ...careOf(firmId), origin: 'restore' });
