import type { AdvanceInput, AdvanceOutput, Result, SendInput } from '@rap/contracts/automation/run';

/** What the shell of a run calls. */
export interface AutomationActivities {
  /** class idempotent write: one segment, keyed by the run and its ordinal */
  advance(input: AdvanceInput): Promise<AdvanceOutput>;
  /** class irreversible: one message, keyed by run, node and visit */
  send(input: SendInput): Promise<Extract<Result, { of: 'act' }>>;
}
