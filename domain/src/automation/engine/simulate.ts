import type { ActClass, Effect, Plan, TimeSpec } from '@rap/contracts/automation/plan';
import type {
  Control,
  Facts,
  Give,
  PersonEvent,
  Result,
  RunState,
  TraceStep,
  WaitReason,
} from '@rap/contracts/automation/run';
import { assertNever } from '../../assert-never.ts';
import { begin } from './begin.ts';
import { turn } from './turn.ts';

/** What a simulated world answers; nothing leaves it. */
export interface SimulatedWorld {
  facts(person: string, names: readonly string[], nowMs: number): Facts;
  time(person: string, spec: TimeSpec, nowMs: number): Extract<Result, { of: 'resolveTime' }>;
  act(run: string, key: string, effect: Effect, cls: ActClass, nowMs: number): Extract<Result, { of: 'act' }>;
}

/** Something that will happen to the person, or that somebody will do. */
export type Happening = { event: PersonEvent } | { atMs: number; control: Control };

export interface Simulation {
  state: RunState;
  steps: TraceStep[];
  /** why it still stands at the horizon; undefined when it has ended */
  open: WaitReason | undefined;
}

export interface SimulationInput {
  run: string;
  person: string;
  startMs: number;
  horizonMs: number;
  world: SimulatedWorld;
  script: readonly Happening[];
  /** where it begins; a new enrolment when left out */
  from?: RunState;
}

const MAX_TURNS = 100_000;
/** When it happens, epoch ms. */
export const whenOf = (happening: Happening): number =>
  'event' in happening ? happening.event.atMs : happening.atMs;

/** Runs a plan over a virtual clock: the same `turn` as the worker, with the world's answers instead of effects. Synchronous. */
export function simulate(plan: Plan, input: SimulationInput): Simulation {
  const { run, person, world, horizonMs } = input;
  const rest = [...input.script].sort((a, b) => whenOf(a) - whenOf(b));
  const steps: TraceStep[] = [];
  let state = input.from ?? begin(plan, person, 0, input.startMs);
  let nowMs = input.startMs;
  let give: Give = { nowMs };
  for (let count = 0; count < MAX_TURNS; count++) {
    const next = turn(plan, state, give);
    state = next.state;
    steps.push(...next.steps);
    const { command } = next;
    switch (command.do) {
      case 'end':
        return { state, steps, open: undefined };
      case 'facts':
        give = { nowMs, result: { of: 'facts', values: world.facts(person, command.names, nowMs) } };
        break;
      case 'resolveTime':
        give = { nowMs, result: world.time(person, command.spec, nowMs) };
        break;
      case 'act':
        give = { nowMs, result: world.act(run, command.key, command.effect, command.cls, nowMs) };
        break;
      case 'wait': {
        const happening = rest[0];
        const happensMs = happening ? whenOf(happening) : Infinity;
        const untilMs = Math.min(command.untilMs ?? Infinity, happensMs);
        if (untilMs > horizonMs) return { state, steps, open: command.why };
        nowMs = Math.max(nowMs, untilMs);
        give = { nowMs };
        if (happening && happensMs <= untilMs) {
          rest.shift();
          if ('event' in happening) give.events = [happening.event];
          else give.controls = [happening.control];
        }
        break;
      }
      default:
        assertNever(command);
    }
  }
  throw new Error('the simulation does not end');
}
