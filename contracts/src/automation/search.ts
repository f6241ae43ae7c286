import type { RunInput, RunState } from './run.ts';

/** Search attributes of a run in Temporal, by name: opaque ids only. `StepId` is where it stood when it last parked. */
export function runSearchAttributes(
  who: RunInput['who'],
  search: RunInput['search'],
  state: Pick<RunState, 'person' | 'at'>,
): Record<string, string> {
  return {
    FirmId: who.firmId,
    PersonId: state.person,
    AutomationId: who.automationId,
    AutomationVersion: search.automationVersion,
    StepId: state.at,
    ...(search.advisorId ? { AdvisorId: search.advisorId } : {}),
  };
}
