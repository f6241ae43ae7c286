import { firmSettings } from '../firm/firm-settings.ts';
import { updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { AutomationVersionEntity, type VersionStatus } from './automation.entity.ts';

export type StatusChange =
  | WriteOutcome<AutomationVersionEntity>
  | { readonly outcome: 'not_now'; readonly status: VersionStatus }
  | { readonly outcome: 'own_work' };

/** Hands a draft in for approval. */
export async function submitVersion(
  ctx: FirmContext,
  row: AutomationVersionEntity,
  version: number,
  note: string | null,
): Promise<StatusChange> {
  if (row.status !== 'draft') return { outcome: 'not_now', status: row.status };
  return updateRecord(ctx, AutomationVersionEntity, row.id, version, { status: 'submitted', note });
}

/** Approves what somebody else handed in; where the firm wants four eyes, nobody approves their own work. */
export async function approveVersion(
  ctx: FirmContext,
  row: AutomationVersionEntity,
  version: number,
  note?: string,
): Promise<StatusChange> {
  if (row.status !== 'submitted') return { outcome: 'not_now', status: row.status };
  if ((await firmSettings(ctx)).fourEyes && row.author === ctx.actor) return { outcome: 'own_work' };
  return updateRecord(ctx, AutomationVersionEntity, row.id, version, {
    status: 'approved',
    approver: ctx.actor,
    ...(note === undefined ? {} : { note }),
  });
}

/** Gives what was handed in, or approved already, back to its author with what has to be changed. */
export async function rejectVersion(
  ctx: FirmContext,
  row: AutomationVersionEntity,
  version: number,
  note: string,
): Promise<StatusChange> {
  if (row.status !== 'submitted' && row.status !== 'approved')
    return { outcome: 'not_now', status: row.status };
  return updateRecord(ctx, AutomationVersionEntity, row.id, version, {
    status: 'draft',
    approver: null,
    note,
  });
}
