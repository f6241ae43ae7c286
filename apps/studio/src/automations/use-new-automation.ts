import { createAutomation, importAutomation, type Automation } from '@rap/contracts/api-client';
import { BLANK } from '@rap/domain/automation/editing/blank';
import { starterFile } from '@rap/domain/automation/library/library';
import type { Starter } from '@rap/domain/automation/library/starter';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { automationQuery } from './automation-queries.ts';

/** Begins an automation as a draft of the firm, empty or as one of the library with its texts, and opens it. */
export function useNewAutomation(): {
  readonly begin: (starter?: Starter) => void;
  readonly beginning: boolean;
} {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const beginning = useMutation({
    // JSON is YAML: the file is read by what reads an automation of another firm
    mutationFn: (starter: Starter | undefined) =>
      ask<Automation>(
        starter
          ? importAutomation({ body: { yaml: JSON.stringify(starterFile(starter)) } })
          : createAutomation({ body: { definition: BLANK } }),
      ),
    onSuccess: (draft) => {
      queries.setQueryData(automationQuery(draft.id).queryKey, draft);
      for (const area of ['automations', 'templates'])
        void queries.invalidateQueries({ queryKey: [area, 'list'] });
      sayDone(`"${draft.name}" is a draft of yours. Nothing runs until you publish it.`);
      void navigate({ to: '/automations/$automationId', params: { automationId: draft.id } });
    },
    onError: (error) => sayRefused('It was not begun', error),
  });
  return { begin: (starter) => beginning.mutate(starter), beginning: beginning.isPending };
}
