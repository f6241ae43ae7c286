import type { PlanNode, TimeSpec } from '@rap/contracts/automation/plan';
import type { Command, WaitReason } from '@rap/contracts/automation/run';
import { assertNever } from '../../assert-never.ts';
import { evaluate } from './condition.ts';
import { chooseVariant } from './split-hash.ts';
import type { Walk } from './walk.ts';

/** Passes one step, or answers the command that has to come first. */
export function passNode(walk: Walk, node: PlanNode): Command | undefined {
  switch (node.k) {
    case 'exit':
      walk.note('exit', 'exit');
      walk.state.outcome = node.outcome;
      return undefined;
    case 'if':
    case 'branch':
      return decide(walk, node);
    case 'split': {
      const variant = chooseVariant(node.salt, walk.state.person, node.variants);
      walk.note('split', `variant:${variant.id}`);
      walk.go(variant.to);
      return undefined;
    }
    case 'repeat':
      return repeat(walk, node);
    case 'waitFor':
    case 'waitUntil':
      return waitForTime(walk, node);
    case 'waitEvent':
      return waitForEvent(walk, node);
    case 'act':
      return act(walk, node);
    default:
      return assertNever(node);
  }
}

export const standing = (why: WaitReason, untilMs: number | null): Command => ({ do: 'wait', why, untilMs });

/** Facts are read once for a step; an unknown one is not true and leads to `otherwise`. */
function decide(walk: Walk, node: Extract<PlanNode, { k: 'if' | 'branch' }>): Command | undefined {
  const { facts } = walk.state;
  if (!facts) return { do: 'facts', node: walk.state.at, names: node.facts };
  if (node.k === 'if') {
    const yes = evaluate(node.cond, facts) === true;
    walk.note('if', yes ? 'yes' : 'otherwise', { facts });
    walk.go(yes ? node.yes : node.otherwise);
    return undefined;
  }
  const hit = node.cases.find((option) => evaluate(option.cond, facts) === true);
  walk.note('branch', hit ? `case:${hit.id}` : 'otherwise', { facts });
  walk.go(hit ? hit.to : node.otherwise);
  return undefined;
}

function repeat(walk: Walk, node: Extract<PlanNode, { k: 'repeat' }>): undefined {
  const { loops, at } = walk.state;
  const round = (loops[at] ?? 0) + 1;
  if (round > node.max) {
    delete loops[at];
    walk.note('repeat', 'done');
    walk.go(node.done);
  } else {
    loops[at] = round;
    walk.note('repeat', 'body');
    walk.go(node.body);
  }
}

function waitForTime(
  walk: Walk,
  node: Extract<PlanNode, { k: 'waitFor' | 'waitUntil' }>,
): Command | undefined {
  const { state } = walk;
  if (node.k === 'waitUntil' && !state.wait) return resolve(walk, node.spec);
  if (node.k === 'waitFor' && !state.wait) {
    const fromMs = node.from === 'here' ? state.nowMs : walk.anchor(node.from).atMs;
    walk.startWait(fromMs + node.ms, walk.anchor('here').seq);
  }
  const untilMs = state.wait?.untilMs ?? null;
  if (untilMs === null || state.nowMs < untilMs) return standing('time', untilMs);
  walk.mark(state.topSeq, state.at, 'here');
  walk.note(node.k, 'next');
  walk.go(node.next);
  return undefined;
}

/** An event counts when its number is above the anchor's, so a reply quicker than the machine is not lost. */
function waitForEvent(walk: Walk, node: Extract<PlanNode, { k: 'waitEvent' }>): Command | undefined {
  const { state } = walk;
  const { deadline } = node;
  if (!state.wait) {
    if (deadline && 'spec' in deadline) return resolve(walk, deadline.spec);
    const untilMs = deadline === null ? null : state.nowMs + deadline.ms;
    walk.startWait(untilMs, walk.anchor(node.since).seq);
  }
  const sinceSeq = state.wait?.sinceSeq ?? 0;
  for (const event of state.inbox) {
    const option = event.seq > sinceSeq ? node.on.find((on) => walk.matches(on.match, event)) : undefined;
    if (!option) continue;
    state.inbox = state.inbox.filter((other) => other !== event);
    walk.note('waitEvent', `case:${option.id}`, { eventSeq: event.seq });
    walk.mark(event.seq, state.at, 'here');
    walk.go(option.to);
    return undefined;
  }
  const untilMs = state.wait?.untilMs ?? null;
  if (untilMs === null || state.nowMs < untilMs) return standing('event', untilMs);
  walk.mark(state.topSeq, state.at, 'here');
  walk.note('waitEvent', 'timeout');
  walk.go(node.timeout);
  return undefined;
}

function act(walk: Walk, node: Extract<PlanNode, { k: 'act' }>): Command {
  const { state } = walk;
  if (state.pause) return standing('paused', null);
  if (state.wait?.untilMs != null) {
    if (state.nowMs < state.wait.untilMs) return standing('later', state.wait.untilMs);
    delete state.wait;
    state.stage = 'ready';
  }
  return { do: 'act', node: state.at, key: walk.effectKey, cls: node.cls, effect: node.effect };
}

const resolve = (walk: Walk, spec: TimeSpec): Command => ({
  do: 'resolveTime',
  node: walk.state.at,
  spec,
  nowMs: walk.state.nowMs,
});
