import type { Clock, TenantDb } from '@rap/database/tenancy/tenant-db';
import { createAutomationActivities, type AutomationActivities } from './automation/automation-activities.ts';
import { createCareActivities, type CareActivities } from './care/care-activities.ts';
import {
  createOutboundMessageActivities,
  type OutboundMessageActivities,
} from './outbound-message/outbound-message-activities.ts';
import type { MessageSender } from './sending/message-sender.ts';

/** Everything that workers do. */
export type Activities = AutomationActivities & CareActivities & OutboundMessageActivities;

export function createActivities(deps: { db: TenantDb; sender: MessageSender; clock: Clock }): Activities {
  return {
    ...createAutomationActivities(deps),
    ...createCareActivities(deps),
    ...createOutboundMessageActivities(deps),
  };
}
