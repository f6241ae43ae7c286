import type { Clock, TenantDb } from '@rap/database/tenancy/tenant-db';
import { createAutomationActivities, type AutomationActivities } from './automation/automation-activities.ts';
import { createCareActivities, type CareActivities } from './care/care-activities.ts';
import { createLetterActivities, type LetterActivities } from './letter/letter-activities.ts';
import {
  createOutboundMessageActivities,
  type OutboundMessageActivities,
} from './outbound-message/outbound-message-activities.ts';
import type { LetterSender } from './sending/letter-sender.ts';
import type { MessageSender } from './sending/message-sender.ts';
import type { WebhookStep } from './webhook/webhook-step.ts';

/** Everything that workers do. */
export type Activities = AutomationActivities & CareActivities & LetterActivities & OutboundMessageActivities;

export function createActivities(deps: {
  db: TenantDb;
  sender: MessageSender;
  letters: LetterSender;
  webhooks: WebhookStep;
  clock: Clock;
}): Activities {
  return {
    ...createAutomationActivities(deps),
    ...createCareActivities(deps),
    ...createLetterActivities(deps),
    ...createOutboundMessageActivities(deps),
  };
}
