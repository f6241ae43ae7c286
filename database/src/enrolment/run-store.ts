import type { AdvanceOutput, Control, Facts, RunState, TraceStep } from '@rap/contracts/automation/run';
import type { FirmContext } from '../tenancy/context.ts';

/** What a segment finds when it locks its run. */
export type RunLock =
  /** go on; `gate` holds what pause and hold rows demand and the state does not know yet */
  | { readonly kind: 'go'; readonly gate: Control[] }
  /** an earlier attempt committed this segment and its answer was lost: the same answer again */
  | { readonly kind: 'again'; readonly out: AdvanceOutput }
  /** another workflow chain owns this run */
  | { readonly kind: 'stale_segment' }
  /** Postgres is older than the history (a restored backup): stand, and repair from the history's state */
  | { readonly kind: 'db_behind' }
  | { readonly kind: 'no_enrolment' };

interface RunRow {
  chain: string | null;
  seg: number;
  out: AdvanceOutput | null;
  pause_mode: 'freeze' | 'holdSends' | null;
  paused_at: Date | null;
  hold_reason: string | null;
  hold_since: Date | null;
}

/**
 * Locks the enrolment row, so two attempts of one segment cannot overlap, and compares it with the state the workflow holds.
 * A row without a chain (new, or set free by reconcile) takes this one.
 */
export async function lockRun(
  ctx: FirmContext,
  enrolmentId: string,
  chain: string,
  state: RunState,
): Promise<RunLock> {
  const rows: RunRow[] = await ctx.em.query(
    `select e.chain, e.seg, e.out,
            coalesce(a.pause_mode, e.pause_mode) as pause_mode, coalesce(a.paused_at, e.paused_at) as paused_at,
            h.reason as hold_reason, h.since as hold_since
       from app.enrolment e
       join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id
       left join lateral (
         select reason, since from app.person_hold h
          where h.firm_id = e.firm_id and h.person_id = e.person_id and h.released_at is null order by since limit 1) h on true
      where e.firm_id = $1 and e.id = $2 for update of e`,
    [ctx.firmId, enrolmentId],
  );
  const row = rows[0];
  if (!row) return { kind: 'no_enrolment' };
  if (row.chain !== null && row.chain !== chain) return { kind: 'stale_segment' };
  // an inline send commits several segments in one call: the row may be several ahead, and its answer is the latest
  if (row.seg > state.seg) return row.out ? { kind: 'again', out: row.out } : { kind: 'stale_segment' };
  if (row.seg < state.seg) return { kind: 'db_behind' };
  return { kind: 'go', gate: gateControls(row, state) };
}

/** What the rows demand against what the state knows. Ids are made of instants, so the same demand is one control. */
function gateControls(row: RunRow, state: RunState): Control[] {
  const controls: Control[] = [];
  if (row.pause_mode && row.paused_at && !state.pause) {
    const sinceMs = row.paused_at.getTime();
    controls.push({ id: `gate-pause-${sinceMs}`, do: 'pause', mode: row.pause_mode, sinceMs });
  }
  if (!row.pause_mode && state.pause)
    controls.push({ id: `gate-resume-${state.pause.sinceMs}`, do: 'resume' });
  if (row.hold_reason && row.hold_since && !state.hold) {
    const sinceMs = row.hold_since.getTime();
    controls.push({ id: `gate-hold-${sinceMs}`, do: 'hold', reason: row.hold_reason, sinceMs });
  }
  if (!row.hold_reason && state.hold)
    controls.push({ id: `gate-release-${state.hold.sinceMs}`, do: 'release' });
  return controls;
}

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
       select $2, (s->>'n')::int, s->'step', decode(s->>'facts', 'base64') from jsonb_array_elements($3::jsonb) s)
     update app.enrolment set chain = $4, seg = $5, state = $6, out = $7, at = $8, status = $9, why = $10, wake_at = $11,
            plan_hash = $12, outcome = $13, ended_at = case when $9 = 'ended' then to_timestamp($14::double precision / 1000) end,
            -- a wait that began after a restore is over after it
            due_before_restore = case when $10 in ('time', 'event') then null else due_before_restore end
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
