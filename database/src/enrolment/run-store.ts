import type {
  AdvanceOutput,
  AutomationPause,
  Control,
  Facts,
  RunState,
  TraceStep,
} from '@rap/contracts/automation/run';
import { wasRestored } from '../recovery/restored-runs.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { demandsOf, type Demands, type GateRows } from './gate-controls.ts';

/** What a segment finds when it locks its run. */
export type RunLock =
  /** go on; `gate` holds what the rows demand and the state does not know yet */
  | { readonly kind: 'go'; readonly gate: Demands }
  /** an earlier attempt committed this segment and its answer was lost: the same answer again */
  | { readonly kind: 'again'; readonly out: AdvanceOutput }
  /** another workflow chain owns this run, or a restore has taken back what this one did: it ends, and reconcile starts another */
  | { readonly kind: 'stale_segment' }
  /** Postgres is older than the history, and nobody has restored it: stand */
  | { readonly kind: 'db_behind' }
  | { readonly kind: 'no_enrolment' };

interface RunRow {
  chain: string | null;
  seg: number;
  restored: boolean;
  out: AdvanceOutput | null;
  pauses: { mode: AutomationPause | null; since: number | null }[];
  hold_reason: string | null;
  hold_since: Date | null;
  frozen: { since: number; until: number }[] | null;
  intents: Control[] | null;
}

/**
 * Locks the enrolment row, so two attempts of one segment cannot overlap, and compares it with the state the workflow holds.
 * A row without a chain (new, or set free by reconcile) takes this one. `given` is what the run was told.
 */
export async function lockRun(
  ctx: FirmContext,
  enrolmentId: string,
  chain: string,
  state: RunState,
  given: readonly Control[],
): Promise<RunLock> {
  const rows: RunRow[] = await ctx.em.query(
    `select e.chain, e.seg, e.out, e.compare_with_history as restored,
            jsonb_build_array(
              jsonb_build_object('mode', a.pause_mode, 'since', app.epoch_ms(a.paused_at)),
              jsonb_build_object('mode', e.pause_mode, 'since', app.epoch_ms(e.paused_at))) as pauses,
            coalesce(h.reason, e.hold_reason) as hold_reason, coalesce(h.since, e.hold_since) as hold_since,
            (select jsonb_agg(jsonb_build_object('since', app.epoch_ms(s.since), 'until', app.epoch_ms(s.until)))
               from app.frozen_span s
              where s.firm_id = e.firm_id and s.automation_id = e.automation_id and (s.enrolment_id is null or s.enrolment_id = e.id)
                and s.until > to_timestamp($3::double precision / 1000)) as frozen,
            (select jsonb_agg(c.control order by c.created_at) from app.enrolment_control c
              where c.firm_id = e.firm_id and c.enrolment_id = e.id and c.taken_at is null) as intents
       from app.enrolment e
       join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id
       left join lateral (
         select reason, since from app.person_hold h
          where h.firm_id = e.firm_id and h.person_id = e.person_id and h.released_at is null order by since limit 1) h on true
      where e.firm_id = $1 and e.id = $2 for update of e`,
    [ctx.firmId, enrolmentId, frozenFrom(state)],
  );
  const row = rows[0];
  if (!row) return { kind: (await wasRestored(ctx)) ? 'stale_segment' : 'no_enrolment' };
  if (row.chain !== null && row.chain !== chain) return { kind: 'stale_segment' };
  // an inline send commits several segments in one call: the row may be several ahead, and its answer is the latest
  if (row.seg > state.seg) return row.out ? { kind: 'again', out: row.out } : { kind: 'stale_segment' };
  if (row.seg < state.seg) return { kind: row.restored ? 'stale_segment' : 'db_behind' };
  return { kind: 'go', gate: demandsOf(rowsOf(row), state, given) };
}

/** Freezes that ended before the wait began, and before the pause that the run knows, say nothing to it. */
const frozenFrom = ({ wait, pause, nowMs }: RunState): number =>
  Math.min(pause?.sinceMs ?? nowMs, wait?.startedMs ?? nowMs);

const rowsOf = (row: RunRow): GateRows => ({
  pauses: row.pauses.flatMap(({ mode, since }) =>
    mode === null || since === null ? [] : [{ mode, sinceMs: since }],
  ),
  frozen: (row.frozen ?? []).map(({ since, until }) => ({ sinceMs: since, untilMs: until })),
  intents: row.intents ?? [],
  ...(row.hold_reason && row.hold_since
    ? { hold: { reason: row.hold_reason, sinceMs: row.hold_since.getTime() } }
    : {}),
});

/** Receipts, state and answer of one segment, in one statement of the segment's transaction. */
export async function commitSegment(
  ctx: FirmContext,
  enrolmentId: string,
  chain: string,
  out: AdvanceOutput,
  steps: readonly StoredStep[],
): Promise<void> {
  const { state, command } = out;
  const wait = command.do === 'wait' ? command : undefined;
  const status = command.do === 'end' ? 'ended' : state.attention ? 'attention' : 'active';
  await ctx.em.query(
    `with receipts as (
       insert into app.step_event (enrolment_id, n, step, facts_sealed)
       select $2, (s->>'n')::int, s->'step', decode(s->>'facts', 'base64') from jsonb_array_elements($3::jsonb) s),
     taken as (
       update app.enrolment_control set taken_at = clock_timestamp(), outcome = case when control->>'id' = any ($15) then 'taken' else 'gone' end
        where firm_id = $1 and enrolment_id = $2 and taken_at is null and (control->>'id' = any ($15) or $9 = 'ended'))
     update app.enrolment set chain = $4, seg = $5, state = $6, out = $7, at = $8, status = $9, why = $10, wake_at = $11,
            plan_hash = $12, outcome = $13, ended_at = case when $9 = 'ended' then to_timestamp($14::double precision / 1000) end,
            compare_with_history = false
      where firm_id = $1 and id = $2`,
    [
      ctx.firmId,
      enrolmentId,
      JSON.stringify(
        steps.map(({ step, factsSealed }) => ({
          n: step.n,
          step,
          facts: factsSealed?.toString('base64') ?? null,
        })),
      ),
      chain,
      state.seg,
      JSON.stringify(state),
      JSON.stringify(out),
      state.at,
      status,
      wait?.why ?? null,
      wait?.untilMs == null ? null : new Date(wait.untilMs),
      state.hash,
      state.outcome ?? null,
      state.nowMs,
      state.seen,
    ],
  );
}

/** A receipt without the values of its facts, and those values sealed. */
export interface StoredStep {
  readonly step: Omit<TraceStep, 'facts'> & { readonly facts?: Readonly<Record<string, FactSource>> };
  readonly factsSealed: Buffer | null;
}

/** Where a fact came from and when; its value stands sealed beside the receipt. */
export type FactSource = { readonly source: string; readonly asOfMs: number } | { readonly unknown: string };

/** Splits a receipt: rule, port and sources stay readable, the values of facts are sealed for whoever may see the person. */
export async function sealStep(ctx: FirmContext, enrolmentId: string, full: TraceStep): Promise<StoredStep> {
  const { facts, ...step } = full;
  if (!facts || Object.keys(facts).length === 0) return { step, factsSealed: null };
  const sources = Object.fromEntries(
    Object.entries(facts).map(([name, fact]): [string, FactSource] => [
      name,
      'unknown' in fact ? { unknown: fact.unknown } : { source: fact.source, asOfMs: fact.asOfMs },
    ]),
  );
  const sealed = await ctx.sealer.seal(factsOf(enrolmentId, step.n), JSON.stringify(facts));
  return { step: { ...step, facts: sources }, factsSealed: sealed };
}

/** The facts of a receipt, for a reader who may see the person. */
export async function openFacts(
  ctx: FirmContext,
  enrolmentId: string,
  n: number,
  sealed: Buffer | null,
): Promise<Facts | undefined> {
  const text = await ctx.sealer.open(factsOf(enrolmentId, n), sealed);
  if (text === null) return undefined;
  const facts: Facts = JSON.parse(text);
  return facts;
}

const factsOf = (enrolmentId: string, n: number) => ({
  table: 'app.step_event',
  column: 'facts',
  rowId: `${enrolmentId}:${n}`,
});
