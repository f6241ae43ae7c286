import type { AutomationPause, Control, PauseMode, RunState } from '@rap/contracts/automation/run';
import { lengthOf, type Span } from '@rap/domain/time/spans';

/** What the rows say that a segment reads before it does anything. */
export interface GateRows {
  /** open pauses: that of the automation, and that of this run alone */
  readonly pauses: readonly { readonly mode: AutomationPause; readonly sinceMs: number }[];
  /** freezes of either that are over */
  readonly frozen: readonly Span[];
  /** the hold of the person, else that of this run alone */
  readonly hold?: { readonly reason: string; readonly sinceMs: number };
  /** written by people and not yet taken by the run */
  readonly intents: readonly Control[];
}

export interface Demands {
  /** to be taken before what was handed in */
  readonly before: Control[];
  /** to be taken after it: a release that came late does not lift what stands again */
  readonly after: Control[];
}

/**
 * What the rows demand and the state does not know yet. Ids are made of the rows' instants, so the same demand is one
 * control however often it is read.
 */
export function demandsOf(rows: GateRows, state: RunState, given: readonly Control[]): Demands {
  const ending = rows.pauses.find(({ mode }) => mode === 'endEveryone');
  if (ending) return { before: [endOfAll(ending.sinceMs)], after: [] };
  const lifts = (what: 'resume' | 'release'): boolean =>
    [...given, ...rows.intents].some((control) => control.do === what);
  const open = rows.pauses.flatMap(({ mode, sinceMs }) => (isPause(mode) ? [{ mode, sinceMs }] : []));
  // a frozen clock says more than held sends; of two alike, the older one
  const [wanted] = open.toSorted(
    (a, b) => Number(b.mode === 'freeze') - Number(a.mode === 'freeze') || a.sinceMs - b.sinceMs,
  );
  return {
    before: [
      ...pauseControls(open, wanted, rows.frozen, state),
      ...holdControls(rows.hold, state),
      ...rows.intents.filter((intent) => !given.some(({ id }) => id === intent.id)),
    ],
    after: [
      ...(wanted && lifts('resume')
        ? [{ ...pauseOf(wanted.mode, wanted.sinceMs), id: `gate-pause-${wanted.sinceMs}-${state.n}` }]
        : []),
      ...(rows.hold && lifts('release')
        ? [{ id: `gate-hold-${rows.hold.sinceMs}-${state.n}`, do: 'hold' as const, ...rows.hold }]
        : []),
    ],
  };
}

export const endOfAll = (sinceMs: number): Control => ({
  id: `gate-end-${sinceMs}`,
  do: 'end',
  reason: 'the automation was ended for everybody',
});
export const resumeOf = (sinceMs: number, atMs: number): Control => ({
  id: `gate-resume-${sinceMs}-${atMs}`,
  do: 'resume',
  atMs,
});
export const pauseOf = (mode: PauseMode, sinceMs: number): Control => ({
  id: `gate-pause-${sinceMs}`,
  do: 'pause',
  mode,
  sinceMs,
});

const isPause = (mode: AutomationPause): mode is PauseMode => mode !== 'endEveryone';

interface OpenPause {
  readonly mode: PauseMode;
  readonly sinceMs: number;
}

function pauseControls(
  open: readonly OpenPause[],
  wanted: OpenPause | undefined,
  frozen: readonly Span[],
  state: RunState,
): Control[] {
  const { pause } = state;
  const stays = pause && open.some(({ mode, sinceMs }) => mode === pause.mode && sinceMs === pause.sinceMs);
  const endMs = pause && frozen.find(({ sinceMs }) => sinceMs === pause.sinceMs)?.untilMs;
  const ending = pause && !stays && endMs !== undefined ? [{ sinceMs: pause.sinceMs, untilMs: endMs }] : [];
  const missing = notCounted(frozen, ending, state);
  const right = pause?.mode === wanted?.mode && pause?.sinceMs === wanted?.sinceMs;
  if (right && missing.length === 0) return [];
  return [
    // a freeze of which no end is known counts by its row, once that is written
    ...(pause ? [fresh(resumeOf(pause.sinceMs, ending[0]?.untilMs ?? pause.sinceMs), state)] : []),
    ...missing.flatMap((span) => [
      { ...pauseOf('freeze', span.sinceMs), id: `gate-frozen-${span.sinceMs}-${span.untilMs}` },
      resumeOf(span.sinceMs, span.untilMs),
    ]),
    ...(wanted ? [fresh(pauseOf(wanted.mode, wanted.sinceMs), state)] : []),
  ];
}

/** Freezes that are over and that the deadline of the wait was not moved by yet: the run slept, or stood for another reason. */
function notCounted(frozen: readonly Span[], ending: readonly Span[], { wait, seen }: RunState): Span[] {
  if (wait?.untilMs == null) return [];
  const counted = [...(wait.frozen ?? []), ...ending];
  return frozen.flatMap(({ sinceMs, untilMs }) => {
    const span = { sinceMs: Math.max(sinceMs, wait.startedMs), untilMs };
    // the release before this one did not keep what it had counted, but the ids of its controls
    const before = seen.includes(`gate-resume-${sinceMs}`);
    const adds = untilMs > span.sinceMs && lengthOf([...counted, span]) > lengthOf(counted);
    return adds && !before ? [{ sinceMs, untilMs }] : [];
  });
}

/** A demand that was met before, and has to be met again because something else stood in between, is another control. */
const fresh = <T extends Control>(control: T, { seen, n }: RunState): T =>
  seen.includes(control.id) ? { ...control, id: `${control.id}-${n}` } : control;

function holdControls(hold: GateRows['hold'], state: RunState): Control[] {
  if (hold && !state.hold) return [{ id: `gate-hold-${hold.sinceMs}`, do: 'hold', ...hold }];
  if (!hold && state.hold) return [{ id: `gate-release-${state.hold.sinceMs}`, do: 'release' }];
  return [];
}
