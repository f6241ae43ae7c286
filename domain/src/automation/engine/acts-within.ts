import type { Plan, PlanNode, Target, TimeSpec } from '@rap/contracts/automation/plan';
import type { RunState } from '@rap/contracts/automation/run';
import { assertNever } from '../../assert-never.ts';

/** A stretch of time of which nobody knows what a run did in it, epoch ms. */
export interface LostTime {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Works an instant out as a segment would. */
export type Resolve = (spec: TimeSpec, nowMs: number) => Promise<{ atMs: number } | { missing: string }>;

/** More places than that, and every act counts as possible: a restore must not take for ever. */
const MOST_PLACES = 5_000;
/** the most rounds that a `repeat` makes */
const MOST_VISITS = 50;

/** A port of a step, with the earliest instant at which a run leaves by it. */
interface Way {
  readonly to: Target;
  readonly atMs: number;
  /** the step counts as passed, for waits that count from it: an act that was refused or failed does not */
  readonly marks?: boolean;
  readonly loops?: Place['loops'];
}

/** Where a run may have come to, at the earliest. */
interface Place {
  readonly at: Target;
  readonly atMs: number;
  readonly loops: Readonly<Record<string, number>>;
  /** steps passed on the way that waits count from, in order of name */
  readonly through: readonly string[];
  /** a goal was met on the way: whoever is led back by one comes to a step once more */
  readonly byGoal: boolean;
  /** the run stood here when the time was lost: the step had been entered */
  readonly stood?: true;
}

/**
 * The irreversible acts that a run may have done within lost time, by their keys, each with the earliest instant at which it
 * can have been done. Every port of every step is looked at, because facts, answers and events of the lost time are lost
 * too: an event may have come at once, a deadline passes no sooner than it would. What lies behind a longer wait is not
 * among them. What people did by hand to a run in that time (skip, move a wait) cannot be known.
 */
export async function actsWithin(
  plan: Plan,
  state: RunState,
  lost: LostTime,
  resolve: Resolve,
): Promise<Map<string, number>> {
  const search = new Search(plan, state, lost, resolve);
  return search.run();
}

class Search {
  private readonly plan: Plan;
  private readonly state: RunState;
  private readonly lost: LostTime;
  private readonly resolve: Resolve;
  private readonly open: Place[] = [];
  private readonly been = new Set<string>();
  /** the steps that waits count from, and when each was passed at the earliest, on whatever way */
  private readonly anchors: ReadonlySet<string>;
  private readonly passed = new Map<string, number>();
  private readonly visits: Map<string, number>;
  private readonly acts = new Map<string, number>();

  constructor(plan: Plan, state: RunState, lost: LostTime, resolve: Resolve) {
    this.plan = plan;
    this.state = state;
    this.lost = lost;
    this.resolve = resolve;
    this.visits = new Map(Object.entries(state.visits));
    this.anchors = new Set(
      Object.values(plan.nodes).flatMap((node) => (node.k === 'waitFor' ? node.from : [])),
    );
  }

  async run(): Promise<Map<string, number>> {
    const { plan, state, lost } = this;
    const here = { atMs: lost.fromMs, loops: state.loops, through: [] };
    const stood = state.stage === 'enter' ? {} : ({ stood: true } as const);
    this.open.push({ ...here, at: state.at, byGoal: false, ...stood });
    for (const { to } of plan.goals) this.open.push({ ...here, at: to, byGoal: true });
    for (let place = this.earliest(); place; place = this.earliest()) {
      if (this.been.size > MOST_PLACES) return this.all();
      await this.pass(place);
    }
    return this.acts;
  }

  /** The next place in the order of time that was not looked at yet. */
  private earliest(): Place | undefined {
    for (;;) {
      let first = 0;
      for (const [index, { atMs }] of this.open.entries())
        if (atMs < (this.open[first]?.atMs ?? Infinity)) first = index;
      const [place] = this.open.splice(first, 1);
      if (!place || place.atMs > this.lost.untilMs) return undefined;
      const key = JSON.stringify([place.at, place.loops, place.through, place.byGoal, place.stood]);
      if (this.been.has(key)) continue;
      this.been.add(key);
      return place;
    }
  }

  private async pass(place: Place): Promise<void> {
    const { at } = place;
    const node = at === 'END' ? undefined : this.plan.nodes[at];
    if (!node) return;
    if (!place.stood) this.visits.set(at, (this.visits.get(at) ?? 0) + 1);
    for (const { to, atMs, marks = false, loops = place.loops } of await this.ways(place, node)) {
      if (atMs > this.lost.untilMs) continue;
      const through = marks ? this.mark(place, atMs) : place.through;
      this.open.push({ at: to, atMs, loops, through, byGoal: place.byGoal });
    }
  }

  private mark({ at, through }: Place, atMs: number): Place['through'] {
    if (!this.anchors.has(at)) return through;
    this.passed.set(at, Math.min(atMs, this.passed.get(at) ?? Infinity));
    return [...new Set([...through, at])].sort();
  }

  /** Where it goes on from a step, and when at the earliest. */
  private async ways(place: Place, node: PlanNode): Promise<Way[]> {
    const { atMs } = place;
    switch (node.k) {
      case 'exit':
        return [];
      case 'act':
        return this.act(place, node);
      case 'if':
        return [node.yes, node.otherwise].map((to) => ({ to, atMs }));
      case 'branch':
        return [...node.cases.map(({ to }) => to), node.otherwise].map((to) => ({ to, atMs }));
      case 'split':
        return node.variants.map(({ to }) => ({ to, atMs }));
      case 'repeat':
        return [this.repeat(place, node)];
      case 'waitFor':
        return [
          {
            to: node.next,
            atMs: this.waitEnd(place) ?? Math.max(atMs, this.anchorMs(node.from, place) + node.ms),
            marks: true,
          },
        ];
      case 'waitUntil':
        return this.waitUntil(place, node);
      case 'waitEvent':
        return this.waitEvent(place, node);
      default:
        return assertNever(node);
    }
  }

  private act(place: Place, node: Extract<PlanNode, { k: 'act' }>): Way[] {
    // waiting for an hour at which it may be done
    const atMs = this.waitEnd(place) ?? place.atMs;
    const key = `${place.at}:${this.visits.get(place.at) ?? 0}`;
    if (node.cls === 'irreversible' && atMs <= this.lost.untilMs && !this.acts.has(key))
      this.acts.set(key, atMs);
    return [
      { to: node.next, atMs, marks: true },
      { to: node.refused ?? node.next, atMs },
      // without a port for it the run stands until a person's hand
      ...(node.error === undefined ? [] : [{ to: node.error, atMs }]),
    ];
  }

  private repeat({ at, atMs, loops }: Place, node: Extract<PlanNode, { k: 'repeat' }>) {
    const round = (loops[at] ?? 0) + 1;
    if (round <= node.max) return { to: node.body, atMs, loops: { ...loops, [at]: round } };
    const { [at]: _over, ...others } = loops;
    return { to: node.done, atMs, loops: others };
  }

  private async waitUntil(place: Place, node: Extract<PlanNode, { k: 'waitUntil' }>): Promise<Way[]> {
    const endMs = this.waitEnd(place);
    if (endMs !== undefined) return [{ to: node.next, atMs: endMs, marks: true }];
    const { atMs } = place;
    const found = await this.resolve(node.spec, atMs);
    if ('missing' in found) return [{ to: node.missing, atMs }];
    // whoever came later than at the earliest may have found it past, or the next one
    return [
      { to: node.next, atMs: Math.max(found.atMs, atMs), marks: true },
      { to: node.past, atMs: Math.max(found.atMs, atMs) },
    ];
  }

  private async waitEvent(place: Place, node: Extract<PlanNode, { k: 'waitEvent' }>): Promise<Way[]> {
    const { atMs } = place;
    const ways: Way[] = node.on.map(({ to }) => ({ to, atMs, marks: true }));
    const end =
      place.stood && this.state.wait
        ? { atMs: this.state.wait.untilMs, marks: true }
        : await this.deadline(node, atMs);
    if (end.atMs === null) return ways;
    return [...ways, { to: node.timeout, atMs: Math.max(atMs, end.atMs), marks: end.marks }];
  }

  private async deadline(
    { deadline }: Extract<PlanNode, { k: 'waitEvent' }>,
    atMs: number,
  ): Promise<{ atMs: number | null; marks: boolean }> {
    if (deadline === null) return { atMs: null, marks: true };
    if ('ms' in deadline) return { atMs: atMs + deadline.ms, marks: true };
    const found = await this.resolve(deadline.spec, atMs);
    return 'missing' in found ? { atMs, marks: false } : { atMs: found.atMs, marks: true };
  }

  /** When the wait ends in which the run stood; undefined for a step that it came to later. */
  private waitEnd({ stood, atMs }: Place): number | undefined {
    const untilMs = stood && this.state.wait ? this.state.wait.untilMs : undefined;
    return untilMs == null ? undefined : Math.max(atMs, untilMs);
  }

  /** Since when a wait counts, at the earliest: a step not passed on this way counts from its last time, or from the start. */
  private anchorMs(anchor: string, { atMs, through }: Place): number {
    if (anchor === 'here') return atMs;
    const passedMs = through.includes(anchor) ? this.passed.get(anchor) : undefined;
    return passedMs ?? this.state.marks[anchor]?.atMs ?? this.state.marks['start']?.atMs ?? atMs;
  }

  private all(): Map<string, number> {
    for (const [id, node] of Object.entries(this.plan.nodes)) {
      if (node.k !== 'act' || node.cls !== 'irreversible') continue;
      const before = this.state.visits[id] ?? 0;
      for (let visit = before; visit <= before + MOST_VISITS; visit++)
        if (!this.acts.has(`${id}:${visit}`)) this.acts.set(`${id}:${visit}`, this.lost.fromMs);
    }
    return this.acts;
  }
}
