import type { Anchor, Match, Plan, PlanNode, Target } from '@rap/contracts/automation/plan';
import type { Facts, Mark, PersonEvent, RunState, TraceStep } from '@rap/contracts/automation/run';
import { evaluate } from './condition.ts';

/** One turn under way: a copy of the state that may be changed, and the receipts so far. */
export class Walk {
  readonly plan: Plan;
  readonly state: RunState;
  readonly steps: TraceStep[] = [];
  /** the ordinal that a control must name */
  readonly startN: number;
  /** whether the person has left, in this turn, the step that somebody who named `startN` was looking at */
  moved = false;

  constructor(plan: Plan, before: RunState) {
    this.plan = plan;
    this.state = structuredClone(before);
    this.startN = before.n;
  }

  get node(): PlanNode | undefined {
    return this.state.at === 'END' ? undefined : this.plan.nodes[this.state.at];
  }

  /** The key of the effect at hand: its node and how often the person has been there. A retry keeps it, a loop does not. */
  get effectKey(): string {
    return `${this.state.at}:${this.state.visits[this.state.at] ?? 0}`;
  }

  /** Writes one receipt. */
  note(kind: string, port: string, more: Partial<TraceStep> = {}): void {
    const { state } = this;
    const visit = state.visits[state.at] ?? 0;
    this.steps.push({ n: state.n, node: state.at, visit, kind, port, atMs: state.nowMs, ...more });
    state.n += 1;
  }

  go(to: Target): void {
    this.moved = true;
    this.state.at = to;
    this.state.stage = 'enter';
    delete this.state.facts;
    delete this.state.wait;
  }

  /** Begins to wait at the step at hand; events above `sinceSeq` count for it. */
  startWait(untilMs: number | null, sinceSeq: number): void {
    this.state.wait = { untilMs, sinceSeq, startedMs: this.state.nowMs };
    this.state.stage = 'wait';
  }

  /** Remembers until which event, and when, this step happened; anchors of later waits read it. */
  mark(seq: number, ...also: Anchor[]): void {
    const mark: Mark = { seq, atMs: this.state.nowMs };
    for (const name of also) this.state.marks[name] = mark;
  }

  anchor(name: Anchor): Mark {
    const mark = this.state.marks[name] ?? this.state.marks['start'];
    if (!mark) throw new Error('a run always has the mark of its start');
    return mark;
  }

  /** The run cannot go on by itself: it stands until a person retries, skips or ends it. */
  needsAttention(code: string, message: string): void {
    this.note('attention', code, { note: message });
    this.state.attention = { node: this.state.at, code, message };
  }

  matches(match: Match, event: PersonEvent): boolean {
    if (match.kind !== event.kind) return false;
    if (match.key) {
      const wanted = this.state.vars[match.key.var];
      if (JSON.stringify(event.data?.['key']) !== JSON.stringify(wanted)) return false;
    }
    return match.where === undefined || evaluate(match.where, eventFacts(event)) === true;
  }
}

function eventFacts(event: PersonEvent): Facts {
  const entries = Object.entries(event.data ?? {}).map(([field, value]) => [
    `event.${field}`,
    { value, source: 'event', asOfMs: event.atMs },
  ]);
  return Object.fromEntries(entries);
}
