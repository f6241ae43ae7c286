import type { Json } from '@rap/contracts/automation/plan';
import { findRecord } from '../records/write-record.ts';
import { AutomationEntity } from '../automation/automation.entity.ts';
import type { FirmContext } from '../tenancy/context.ts';
import type { RefusalReason } from './enrol.ts';

/** All that is known about somebody's ways into one automation. */
export interface EntryHistory {
  readonly automation: AutomationEntity;
  /** as it would take people now, or took them last; undefined when it was never live */
  readonly trigger?: { readonly kind: string; readonly params: Readonly<Record<string, Json>> };
  readonly filter?: unknown;
  readonly publishedAt: Date | null;
  /** oldest first */
  readonly refusals: readonly { seq: number; reason: RefusalReason; at: Date }[];
  /** the newest one */
  readonly enrolment?: { readonly id: string; readonly startedAt: Date; readonly status: string };
  /** the newest events of the kind that begins it, newest first */
  readonly events: readonly {
    seq: number;
    origin: string;
    payload: Record<string, Json>;
    at: Date;
  }[];
}

/** Undefined when there is no such automation. The person is for the caller to have found. */
export async function entryHistory(
  ctx: FirmContext,
  personId: string,
  automationId: string,
): Promise<EntryHistory | undefined> {
  const automation = await findRecord(ctx, AutomationEntity, automationId);
  if (!automation) return undefined;
  const at = [ctx.firmId, automationId, personId];
  const triggers: { kind: string; params: Record<string, Json>; settings: { filter?: unknown } }[] =
    await ctx.em.query(
      `select kind, params, settings from app.automation_trigger where firm_id = $1 and automation_id = $2`,
      at.slice(0, 2),
    );
  const published: { at: Date | null }[] = await ctx.em.query(
    `select max(published_at) as at from app.automation_version where firm_id = $1 and automation_id = $2`,
    at.slice(0, 2),
  );
  const refusals: { seq: string; reason: RefusalReason; at: Date }[] = await ctx.em.query(
    `select event_seq as seq, reason, at from app.enrolment_refusal
      where firm_id = $1 and automation_id = $2 and person_id = $3 order by event_seq desc limit 20`,
    at,
  );
  const enrolments: { id: string; started_at: Date; status: string }[] = await ctx.em.query(
    `select id, occurred_at as started_at, status from app.enrolment
      where firm_id = $1 and automation_id = $2 and person_id = $3 order by occurred_at desc, id desc limit 1`,
    at,
  );
  const trigger = triggers[0];
  const events: { seq: string; origin: string; payload: Record<string, Json>; at: Date }[] = trigger
    ? await ctx.em.query(
        `select seq, origin, payload, occurred_at as at from spine.event
          where firm_id = $1 and subject_id = $2 and kind = $3 order by seq desc limit 20`,
        [ctx.firmId, personId, trigger.kind],
      )
    : [];
  const enrolment = enrolments[0];
  return {
    automation,
    publishedAt: published[0]?.at ?? null,
    refusals: refusals.map((row) => ({ ...row, seq: Number(row.seq) })).toReversed(),
    events: events.map((row) => ({ ...row, seq: Number(row.seq) })),
    ...(trigger ? { trigger: { kind: trigger.kind, params: trigger.params } } : {}),
    ...(trigger?.settings.filter ? { filter: trigger.settings.filter } : {}),
    ...(enrolment
      ? { enrolment: { id: enrolment.id, startedAt: enrolment.started_at, status: enrolment.status } }
      : {}),
  };
}
