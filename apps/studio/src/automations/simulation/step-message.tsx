import { TEMPLATE_VARIABLES } from '@rap/contracts/template-variables';
import { templateValues } from '@rap/domain/templates/values';
import { useQuery } from '@tanstack/react-query';
import { usersQuery } from '../../parts/names.ts';
import { personQuery } from '../../people/person-queries.ts';
import { firmQuery } from '../../shell/firm-query.ts';
import { WordsPreview } from '../../templates/editor/words-preview.tsx';
import { useEditor } from '../editor/editor.ts';
import { templatesQuery } from '../line-names.ts';
import classes from './simulation-panel.module.css';

/** What the person would read at a step that writes to them; nothing at any other step. */
export function StepMessage({
  step,
  personId,
  atMs,
  zone,
}: {
  readonly step: string;
  /** undefined: the example */
  readonly personId: string | undefined;
  readonly atMs: number;
  readonly zone: string;
}): React.JSX.Element | null {
  const key = useEditor(({ definition }) => {
    const params = definition?.nodes[step]?.params;
    return typeof params?.['template'] === 'string' ? params['template'] : undefined;
  });
  const templates = useQuery(templatesQuery);
  const firm = useQuery(firmQuery);
  const users = useQuery(usersQuery);
  const person = useQuery({ ...personQuery(personId ?? ''), enabled: personId !== undefined });
  const words = templates.data?.items
    .find((template) => template.key === key)
    ?.versions.find(({ status }) => status === 'live')?.words;
  if (!words || !firm.data || (personId !== undefined && !person.data)) return null;
  const owner = users.data?.items.find(({ id }) => id === person.data?.ownerId);
  const values = person.data
    ? templateValues({
        person: person.data,
        owner: owner && { ...owner, name: owner.displayName },
        firm: firm.data,
      })
    : TEMPLATE_VARIABLES;
  return (
    <details className={classes.message}>
      <summary>What they would read</summary>
      <WordsPreview words={words} values={values} nowMs={atMs} zone={zone} />
    </details>
  );
}
