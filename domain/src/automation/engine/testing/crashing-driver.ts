import type { Plan } from '@rap/contracts/automation/plan';
import type { Give, Result, RunState, TraceStep } from '@rap/contracts/automation/run';
import { begin } from '../begin.ts';
import { whenOf, type Happening } from '../simulate.ts';
import { turn } from '../turn.ts';
import { START_MS } from './random-plan.ts';
import type { TestWorld } from './test-world.ts';

/** Lives a plan as `simulate` does, and dies at every yield: only the JSON of the state comes back. Answers all receipts. */
export function liveThroughCrashes(
  plan: Plan,
  world: TestWorld,
  script: readonly Happening[],
  horizonMs: number,
): TraceStep[] {
  const rest = [...script].sort((a, b) => whenOf(a) - whenOf(b));
  const steps: TraceStep[] = [];
  let kept = JSON.stringify(begin(plan, 'p1', 0, START_MS));
  let nowMs = START_MS;
  let give: Give = { nowMs };
  for (;;) {
    const state: RunState = JSON.parse(kept);
    const next = turn(plan, state, give);
    kept = JSON.stringify(next.state);
    steps.push(...next.steps);
    const { command } = next;
    if (command.do === 'end') return steps;
    if (command.do === 'wait') {
      const happening = rest[0];
      const happensMs = happening ? whenOf(happening) : Infinity;
      const untilMs = Math.min(command.untilMs ?? Infinity, happensMs);
      if (untilMs > horizonMs) return steps;
      nowMs = Math.max(nowMs, untilMs);
      give = { nowMs };
      if (happening && happensMs <= untilMs) {
        rest.shift();
        if ('event' in happening) give.events = [happening.event];
        else give.controls = [happening.control];
      }
    } else {
      give = { nowMs, result: answer(world, command, nowMs) };
    }
  }
}

type Asked = Exclude<ReturnType<typeof turn>['command'], { do: 'end' | 'wait' }>;

function answer(world: TestWorld, command: Asked, nowMs: number): Result {
  if (command.do === 'facts') return { of: 'facts', values: world.facts('p1', command.names, nowMs) };
  if (command.do === 'resolveTime') return world.time('p1', command.spec, nowMs);
  return world.act('r', command.key, command.effect, command.cls, nowMs);
}
