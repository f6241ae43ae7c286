import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import type { RunInput, RunState } from '@rap/contracts/automation/run';
import { runSearchAttributes } from '@rap/contracts/automation/search';

/** Typed for the SDK; set at the start and with each continue-as-new, never upserted (an event each). */
export function searchAttributesOf(
  who: RunInput['who'],
  search: RunInput['search'],
  state: Pick<RunState, 'person' | 'at'>,
): TypedSearchAttributes {
  return new TypedSearchAttributes(
    Object.entries(runSearchAttributes(who, search, state)).map(([name, value]) => ({
      key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
      value,
    })),
  );
}
