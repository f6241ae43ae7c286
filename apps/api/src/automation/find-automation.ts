import { AutomationEntity } from '@rap/database/automation/automation.entity';
import { findRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { notFound } from '../http/problem-error.ts';

/** One automation of the firm, or 404; one that was put away only when asked for. */
export async function findAutomation(
  ctx: FirmContext,
  id: string,
  { archived = false } = {},
): Promise<AutomationEntity> {
  const automation = await findRecord(ctx, AutomationEntity, id);
  if (!automation || (automation.archivedAt && !archived)) throw notFound('automation');
  return automation;
}
