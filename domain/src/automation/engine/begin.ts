import type { Plan } from '@rap/contracts/automation/plan';
import type { RunState } from '@rap/contracts/automation/run';

/** The state of a person who has just been enrolled by the event numbered `startSeq`. */
export function begin(
  plan: Plan,
  person: string,
  startSeq: number,
  nowMs: number,
  vars: RunState['vars'] = {},
): RunState {
  const start = { seq: startSeq, atMs: nowMs };
  return {
    v: 1,
    hash: plan.hash,
    person,
    n: 0,
    seg: 0,
    nowMs,
    at: plan.start,
    stage: 'enter',
    visits: {},
    loops: {},
    vars,
    marks: { start, here: start },
    goalSeq: startSeq,
    inbox: [],
    seen: [],
    topSeq: startSeq,
  };
}
