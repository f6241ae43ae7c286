import { checkAutomation } from '@rap/contracts/api-client';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';

const TYPING_MS = 300;

/** What stands between the draft and going live, while it is drawn: the API knows the firm's records and checks by the same rules. */
export function useProblems(automationId: string, definition: DraftDefinition) {
  const [checked] = useDebouncedValue(definition, TYPING_MS);
  const { data } = useQuery({
    queryKey: ['automations', 'check', automationId, checked],
    queryFn: () => ask(checkAutomation({ body: { automationId, definition: checked } })),
    placeholderData: (before) => before,
    gcTime: 60_000,
  });
  return { problems: data?.problems ?? [], publishable: data?.publishable };
}
