import { matchesTrigger } from '@rap/domain/automation/definition/trigger';
import type { OutboxEvent } from '../spine/relay-db.ts';
import type { FirmContext } from '../tenancy/context.ts';
import type { EnrolmentRules, LiveAutomation } from './enrol.ts';

export interface TriggeredAutomation extends LiveAutomation {
  /** the published version's number */
  readonly number: number;
  readonly ownerId: string | null;
}

interface TriggerRow {
  automation_id: string;
  plan_hash: string;
  params: Record<string, unknown>;
  settings: EnrolmentRules;
  number: number;
  owner_id: string | null;
  stopped: boolean;
}

/** The live automations whose trigger this event meets, in a stable order. */
export async function automationsTriggeredBy(
  ctx: FirmContext,
  event: Pick<OutboxEvent, 'kind' | 'payload'>,
): Promise<TriggeredAutomation[]> {
  const rows: TriggerRow[] = await ctx.em.query(
    `select t.automation_id, t.plan_hash, t.params, t.settings, a.live_number as number, a.owner_id, coalesce(a.stopped_at, a.finishing_since) is not null as stopped
       from app.automation_trigger t join app.automation a on a.firm_id = t.firm_id and a.id = t.automation_id
      where t.firm_id = $1 and t.kind = $2 and a.archived_at is null order by t.automation_id`,
    [ctx.firmId, event.kind],
  );
  return rows
    .filter((row) => matchesTrigger({ kind: event.kind, params: row.params }, event.payload))
    .map((row) => ({
      automationId: row.automation_id,
      planHash: row.plan_hash,
      rules: row.settings,
      number: row.number,
      ownerId: row.owner_id,
      stopped: row.stopped,
    }));
}
