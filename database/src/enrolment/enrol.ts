import type { Cond } from '@rap/contracts/automation/plan';
import type { RunState } from '@rap/contracts/automation/run';
import { begin } from '@rap/domain/automation/engine/begin';
import { audit } from '../records/record-change.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { EnrolmentEntity } from './enrolment.entity.ts';
import { loadPlan } from './load-plan.ts';

/** How often the same person may go through. */
export type Reentry = 'never' | 'afterEnd' | 'eachOccurrence' | { readonly afterDays: number };

export interface EnrolmentRules {
  readonly reentry: Reentry;
  readonly filter?: Cond;
  /** at most so many people a day of the firm's zone */
  readonly maxPerDay?: number;
}

/** What would start somebody: the automation's live plan and its rules. */
export interface LiveAutomation {
  readonly automationId: string;
  readonly planHash: string;
  readonly rules: EnrolmentRules;
  readonly stopped: boolean;
}

export interface EnrolmentRequest {
  readonly automation: LiveAutomation;
  readonly personId: string;
  /** the event that asks for it; its number is the anchor "since the start" */
  readonly eventId: string;
  readonly eventSeq: number;
  readonly nowMs: number;
  /** starting values of variables; ids and enums only */
  readonly vars?: RunState['vars'];
}

export type RefusalReason =
  'already_inside' | 'entered_before' | 'too_soon' | 'filter' | 'daily_limit' | 'stopped' | 'held';

export type EnrolmentOutcome =
  /** also when it was enrolled by an earlier hand-over of the same event: starting the workflow again starts nothing twice */
  | { readonly outcome: 'enrolled'; readonly enrolmentId: string; readonly state: RunState }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason };

/** Whether the facts of a person make a condition true; unknown is not true. */
export type FactReader = (personId: string, cond: Cond, nowMs: number) => Promise<boolean>;

const DAY_MS = 86_400_000;
const NO_HISTORY = { held: false, inside: false, last_at: null, today: '0' };

/**
 * Puts one person into one automation, or says why not and keeps that as a record. Uniqueness is the row
 * (automation, person, occurrence): a repeated event finds the row it made.
 */
export async function enrol(
  ctx: FirmContext,
  request: EnrolmentRequest,
  passesFilter: FactReader,
): Promise<EnrolmentOutcome> {
  const { automation, personId } = request;
  const occurrence = automation.rules.reentry === 'never' ? 'once' : request.eventId;
  const repository = ctx.em.getRepository(EnrolmentEntity);
  const key = { firmId: ctx.firmId, automationId: automation.automationId, personId, occurrence };
  const existing = await repository.findOneBy(key);
  if (existing && existing.state.marks['start']?.seq === request.eventSeq) {
    return { outcome: 'enrolled', enrolmentId: existing.id, state: existing.state };
  }
  const reason = existing
    ? existing.status === 'ended'
      ? 'entered_before'
      : 'already_inside'
    : await whyNotEnter(ctx, request, passesFilter);
  if (reason) return refuse(ctx, request, reason);

  const plan = await loadPlan(ctx, automation.planHash);
  const state = begin(plan, personId, request.eventSeq, request.nowMs, request.vars);
  const made: { id: string }[] = await ctx.em.query(
    `insert into app.enrolment (automation_id, person_id, occurrence, plan_hash, state, at, listens, occurred_at, correlation_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (firm_id, automation_id, person_id, occurrence) do nothing
     returning id`,
    [
      automation.automationId,
      personId,
      occurrence,
      plan.hash,
      JSON.stringify(state),
      state.at,
      plan.listens,
      new Date(request.nowMs),
      ctx.correlationId,
    ],
  );
  const row = made[0] ? { id: made[0].id, state } : await repository.findOneByOrFail(key);
  await audit(ctx, 'app.enrolment.start', {
    enrolmentId: row.id,
    automationId: automation.automationId,
    personId,
  });
  return { outcome: 'enrolled', enrolmentId: row.id, state: row.state };
}

/** Why the person could not enter as things stand, or undefined. */
export async function whyNotEnter(
  ctx: FirmContext,
  { automation, personId, nowMs }: EnrolmentRequest,
  passesFilter: FactReader,
): Promise<RefusalReason | undefined> {
  if (automation.stopped) return 'stopped';
  const { rules } = automation;
  const history: { held: boolean; inside: boolean; last_at: Date | null; today: string }[] =
    await ctx.em.query(
      `select exists (select from app.person_hold h
                     where h.firm_id = $1 and h.person_id = $3 and h.released_at is null) as held,
            bool_or(e.person_id = $3 and e.status <> 'ended') as inside,
            max(e.occurred_at) filter (where e.person_id = $3) as last_at,
            count(*) filter (where (e.occurred_at at time zone f.time_zone)::date = (to_timestamp($4::double precision / 1000) at time zone f.time_zone)::date) as today
       from app.enrolment e join app.firm f on f.firm_id = e.firm_id
      where e.firm_id = $1 and e.automation_id = $2
        and (e.person_id = $3 or e.occurred_at > to_timestamp($4::double precision / 1000) - interval '2 days')`,
      [ctx.firmId, automation.automationId, personId, nowMs],
    );
  const { held, inside, last_at: lastAt, today } = history[0] ?? NO_HISTORY;
  if (held) return 'held';
  if (rules.reentry !== 'eachOccurrence' && inside) return 'already_inside';
  if (rules.reentry === 'never' && lastAt) return 'entered_before';
  if (
    typeof rules.reentry === 'object' &&
    lastAt &&
    nowMs - lastAt.getTime() < rules.reentry.afterDays * DAY_MS
  ) {
    return 'too_soon';
  }
  if (rules.maxPerDay !== undefined && Number(today) >= rules.maxPerDay) return 'daily_limit';
  if (rules.filter && !(await passesFilter(personId, rules.filter, nowMs))) return 'filter';
  return undefined;
}

async function refuse(
  ctx: FirmContext,
  { automation, personId, eventSeq }: EnrolmentRequest,
  reason: RefusalReason,
): Promise<EnrolmentOutcome> {
  await ctx.em.query(
    `insert into app.enrolment_refusal (automation_id, person_id, event_seq, reason) values ($1, $2, $3, $4) on conflict do nothing`,
    [automation.automationId, personId, eventSeq, reason],
  );
  return { outcome: 'refused', reason };
}
