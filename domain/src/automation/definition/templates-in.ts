import type { DraftDefinition } from '@rap/contracts/automation/definition';

/** The keys of the templates that the messages of a definition name. */
export const templatesIn = ({ nodes }: Pick<DraftDefinition, 'nodes'>): string[] =>
  Object.values(nodes).flatMap(({ params }) =>
    typeof params['template'] === 'string' ? [params['template']] : [],
  );
