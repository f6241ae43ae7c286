import type { Plan } from '@rap/contracts/automation/plan';
import type { Command, Give, RunState, Turn } from '@rap/contracts/automation/run';
import { passNode, standing } from './pass-node.ts';
import { takeControls, takeEvents, takeResult } from './take.ts';
import { Walk } from './walk.ts';

/**
 * One turn of the interpreter: hand in what happened, get the next command. Pure: no clock, promise, randomness or time
 * zone; the same plan, state and give make the same turn; the state is all there is, so a crash, a continue-as-new and a
 * simulation are the same thing. A `wait` needs no result: call again with a later time, events or controls; extra calls
 * change nothing. Each step left writes one receipt with the next ordinal.
 *
 * Order: events, result, controls; then hold, goals, attention, freeze, the node. Goals see each event once, wherever the
 * person stands.
 */
export function turn(plan: Plan, before: RunState, give: Give): Turn {
  const walk = new Walk(plan, before);
  walk.state.nowMs = Math.max(walk.state.nowMs, give.nowMs);
  takeEvents(walk, give.events ?? []);
  if (give.result) takeResult(walk, give.result);
  takeControls(walk, give.controls ?? []);
  const command = goOn(walk);
  return { state: walk.state, command, steps: walk.steps };
}

function goOn(walk: Walk): Command {
  const { state, plan } = walk;
  for (;;) {
    if (state.outcome !== undefined) return { do: 'end', outcome: state.outcome };
    if (state.hold) return standing('held', null);
    lookForGoal(walk);
    if (state.attention) return standing('attention', null);
    if (state.pause?.mode === 'freeze') return standing('paused', null);
    if (state.at === 'END') {
      walk.note('end', 'end');
      state.outcome = 'end';
      continue;
    }
    const { node } = walk;
    if (!node) {
      walk.needsAttention('unknown_step', `step ${state.at} is not in this version`);
    } else if (state.n >= plan.maxSteps) {
      walk.needsAttention('too_many_steps', `more than ${plan.maxSteps} steps`);
    } else {
      if (state.stage === 'enter') {
        state.visits[state.at] = (state.visits[state.at] ?? 0) + 1;
        state.stage = 'ready';
      }
      const command = passNode(walk, node);
      if (command) return command;
    }
  }
}

/** Takes the first goal that an event not yet looked at has met. Later events are looked at after it was taken. */
function lookForGoal(walk: Walk): void {
  const { state, plan } = walk;
  for (const event of state.inbox) {
    if (event.seq <= state.goalSeq) continue;
    state.goalSeq = event.seq;
    const goal = plan.goals.find((option) => walk.matches(option.match, event));
    if (!goal) continue;
    walk.note('goal', goal.id, { eventSeq: event.seq });
    delete state.attention;
    walk.go(goal.to);
    walk.mark(event.seq, 'here');
    return;
  }
}
