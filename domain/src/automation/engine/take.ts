import type { PersonEvent, Control, Result } from '@rap/contracts/automation/run';
import type { PlanNode, Target } from '@rap/contracts/automation/plan';
import { assertNever } from '../../assert-never.ts';
import { lengthOf, union } from '../../time/spans.ts';
import type { Walk } from './walk.ts';

/** Events a run keeps until a step consumes them. */
const INBOX_LIMIT = 50;
/** Ids of controls a run remembers, to know a repeated one. */
const SEEN_LIMIT = 20;

/** Takes events in order; what is not above the highest number ever received is a duplicate, because the relay keeps order. */
export function takeEvents(walk: Walk, events: readonly PersonEvent[]): void {
  const { state, plan } = walk;
  for (const event of events) {
    if (event.seq <= state.topSeq) continue;
    state.topSeq = event.seq;
    if (!plan.listens.includes(event.kind)) continue;
    state.inbox.push(event);
    if (state.inbox.length > INBOX_LIMIT) dropOldest(walk);
  }
}

/** A full inbox loses its oldest event, with a receipt; one that meets a goal nobody has looked at yet goes last. */
function dropOldest(walk: Walk): void {
  const { state, plan } = walk;
  const meetsGoal = (event: PersonEvent): boolean =>
    event.seq > state.goalSeq && plan.goals.some((goal) => walk.matches(goal.match, event));
  const index = state.inbox.findIndex((event) => !meetsGoal(event));
  const [dropped] = state.inbox.splice(Math.max(index, 0), 1);
  if (dropped) walk.note('inbox', 'dropped', { eventSeq: dropped.seq });
}

/** Takes the driver's answer to the last command. An answer that does not fit the step at hand changes nothing. */
export function takeResult(walk: Walk, result: Result): void {
  switch (result.of) {
    case 'facts':
      if (walk.node?.k === 'if' || walk.node?.k === 'branch') walk.state.facts = result.values;
      return;
    case 'resolveTime':
      return takeTime(walk, result);
    case 'act':
      return takeAct(walk, result);
    default:
      assertNever(result);
  }
}

function takeTime(walk: Walk, result: Extract<Result, { of: 'resolveTime' }>): void {
  const { state, node } = walk;
  if (node?.k === 'waitEvent') {
    if ('missing' in result) {
      walk.note('waitEvent', 'timeout', { note: result.missing });
      return walk.go(node.timeout);
    }
    const sinceSeq = walk.anchor(node.since).seq;
    return walk.startWait(result.atMs, sinceSeq);
  }
  if (node?.k !== 'waitUntil') return;
  if ('missing' in result) {
    walk.note('waitUntil', 'missing', { note: result.missing });
    walk.go(node.missing);
  } else if (result.atMs < state.nowMs) {
    walk.note('waitUntil', 'past');
    walk.go(node.past);
  } else {
    walk.startWait(result.atMs, state.topSeq);
  }
}

function takeAct(walk: Walk, result: Extract<Result, { of: 'act' }>): void {
  const { state, node } = walk;
  if (node?.k !== 'act') return;
  const key = walk.effectKey;
  if ('done' in result) {
    if (node.save !== undefined) state.vars[node.save] = result.done;
    walk.mark(result.seq, state.at, 'here');
    walk.note('act', 'next', { key });
    walk.go(node.next);
  } else if ('refused' in result) {
    walk.note('act', 'refused', { key, note: result.refused });
    walk.go(node.refused ?? node.next);
  } else if ('laterMs' in result) {
    walk.note('act', 'later', { key, note: result.reason });
    walk.startWait(result.laterMs, state.topSeq);
  } else if (node.error !== undefined) {
    walk.note('act', 'error', { key, note: result.failed.code });
    walk.go(node.error);
  } else {
    walk.needsAttention(result.failed.code, result.failed.message);
  }
}

/**
 * Takes what people decided. One that names an ordinal is compare and set: it is refused, with a receipt, when the run has
 * left that step, also in this very turn (a double click, or a send that came back while somebody clicked).
 */
export function takeControls(walk: Walk, controls: readonly Control[]): void {
  for (const control of controls) {
    if (walk.state.seen.includes(control.id)) continue;
    walk.state.seen = [...walk.state.seen, control.id].slice(-SEEN_LIMIT);
    takeControl(walk, control);
    if ('n' in control) walk.moved = true;
  }
}

function takeControl(walk: Walk, control: Control): void {
  const { state } = walk;
  const refusal = whyRefused(walk, control);
  if (refusal !== undefined) return walk.note('control', 'refused', { note: `${control.do}: ${refusal}` });
  switch (control.do) {
    case 'pause':
      state.pause ??= { mode: control.mode, sinceMs: control.sinceMs ?? state.nowMs };
      break;
    case 'resume':
      thaw(walk, control.atMs ?? state.nowMs);
      delete state.pause;
      break;
    case 'hold':
      state.hold ??= { reason: control.reason, sinceMs: control.sinceMs ?? state.nowMs };
      break;
    case 'release':
      delete state.hold;
      break;
    case 'retry':
      if (state.attention) {
        delete state.attention;
        state.stage = 'ready';
      }
      break;
    case 'skip':
      delete state.attention;
      walk.note('control', 'skip');
      return walk.go(walk.node ? wayPast(walk.node) : 'END');
    case 'end':
      state.outcome = `ended: ${control.reason}`;
      break;
    case 'moveWait':
      if (state.wait) state.wait.untilMs = control.untilMs;
      break;
    case 'migrate':
      state.hash = control.hash;
      delete state.attention;
      walk.go(control.to);
      break;
    default:
      assertNever(control);
  }
  walk.note('control', control.do);
}

function whyRefused({ state, plan, startN, moved }: Walk, control: Control): string | undefined {
  if ('n' in control && (control.n !== startN || moved)) return 'the run has moved on';
  if (state.outcome !== undefined) return 'the run has ended';
  if (control.do === 'moveWait' && !state.wait) return 'the run does not wait';
  // the driver hands in the new plan for the very turn that takes the move: the old one does not know the new step
  if (control.do === 'migrate' && plan.hash !== control.hash) return 'the new version was not at hand';
  return undefined;
}

/**
 * A frozen clock did not run: deadlines move by the time that it stood, or by the part of it that the wait has seen. Each
 * moment counts once, however many freezes it belongs to and in which order they become known.
 */
function thaw({ state: { pause, wait } }: Walk, atMs: number): void {
  if (pause?.mode !== 'freeze' || wait?.untilMs == null) return;
  const sinceMs = Math.max(pause.sinceMs, wait.startedMs);
  if (atMs <= sinceMs) return;
  const before = wait.frozen ?? [];
  const frozen = union([...before, { sinceMs, untilMs: atMs }]);
  wait.untilMs += lengthOf(frozen) - lengthOf(before);
  wait.frozen = frozen;
}

/** Where somebody goes who is let past a step. */
function wayPast(node: PlanNode): Target {
  if ('next' in node) return node.next;
  if ('timeout' in node) return node.timeout;
  if ('otherwise' in node) return node.otherwise;
  if ('done' in node) return node.done;
  return 'END';
}
