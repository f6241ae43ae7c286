import { useQuery } from '@tanstack/react-query';
import { automationsQuery } from '../automations/automation-queries.ts';

/** The names of the automations that send a template, by its key. */
export function useUsers(): (key: string) => string[] {
  const { data } = useQuery(automationsQuery);
  return (key) =>
    (data?.items ?? [])
      .filter(({ definition }) =>
        Object.values(definition.nodes).some(
          ({ params }) => 'template' in params && params['template'] === key,
        ),
      )
      .map(({ name }) => name);
}
