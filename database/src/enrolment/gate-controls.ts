import type { AutomationPause, Control, PauseMode, RunState } from '@rap/contracts/automation/run';

/** A stretch of time, epoch ms. */
export interface Span {
  readonly sinceMs: number;
  readonly untilMs: number;
}

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
  id: `gate-resume-${sinceMs}`,
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
  if (!pause)
    return [...sleptThrough(frozen, state), ...(wanted ? [pauseOf(wanted.mode, wanted.sinceMs)] : [])];
  if (open.some(({ mode, sinceMs }) => mode === pause.mode && sinceMs <= pause.sinceMs)) return [];
  const over = frozen.find((span) => span.sinceMs <= pause.sinceMs && span.untilMs >= pause.sinceMs);
  const resume = resumeOf(pause.sinceMs, over?.untilMs ?? state.nowMs);
  if (!wanted) return [resume];
  // time that was frozen already is not counted again
  const sinceMs = Math.max(wanted.sinceMs, over?.untilMs ?? wanted.sinceMs);
  return [resume, { ...pauseOf(wanted.mode, sinceMs), id: `gate-pause-${wanted.sinceMs}-${sinceMs}` }];
}

/** Freezes that began and ended while the run slept: its deadline moves by them now. */
function sleptThrough(frozen: readonly Span[], { wait, seen }: RunState): Control[] {
  if (wait?.untilMs == null) return [];
  return union(frozen.filter(({ untilMs }) => untilMs > wait.startedMs)).flatMap(({ sinceMs, untilMs }) =>
    seen.includes(`gate-resume-${sinceMs}`) ? [] : [pauseOf('freeze', sinceMs), resumeOf(sinceMs, untilMs)],
  );
}

function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.sinceMs - b.sinceMs)) {
    const last = joined.at(-1);
    if (last && span.sinceMs <= last.untilMs) {
      joined[joined.length - 1] = { ...last, untilMs: Math.max(last.untilMs, span.untilMs) };
    } else joined.push(span);
  }
  return joined;
}

function holdControls(hold: GateRows['hold'], state: RunState): Control[] {
  if (hold && !state.hold) return [{ id: `gate-hold-${hold.sinceMs}`, do: 'hold', ...hold }];
  if (!hold && state.hold) return [{ id: `gate-release-${state.hold.sinceMs}`, do: 'release' }];
  return [];
}
