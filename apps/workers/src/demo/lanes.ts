import type { DataSource } from 'typeorm';
import { ImportDb, SetClock } from '@rap/activities/importing/imported-life';
import type { PastSenders } from '@rap/activities/sending/past-sender';
import { EndpointCaller } from '@rap/activities/webhook/endpoint-caller';
import { WebhookStep } from '@rap/activities/webhook/webhook-step';
import type { FirmKeys } from '@rap/database/sealing/firm-keys';
import { createWebhookSender } from '@rap/providers/webhook-out/send';
import type { Lane } from './fill-firm.ts';

/** So many ways to write the past side by side, each with a clock of its own. */
export function openLanes(
  dataSource: DataSource,
  keys: FirmKeys,
  senders: PastSenders,
  count: number,
): readonly Lane[] {
  const receivers = createWebhookSender({ allowPrivate: false });
  return Array.from({ length: count }, (): Lane => {
    const clock = new SetClock();
    const db = new ImportDb(dataSource, keys, { clock });
    const webhooks = new WebhookStep(db, new EndpointCaller(db, receivers, clock), clock);
    return { clock, db, sender: senders.on(db, clock), webhooks };
  });
}
