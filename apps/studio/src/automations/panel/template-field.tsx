import { Button, Group } from '@mantine/core';
import type { Template } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Status } from '../../parts/status.tsx';
import { variableName } from '../../parts/variable-names.ts';
import { VERSION_STANDS } from '../../parts/version-row.tsx';
import { useMay } from '../../session/session.ts';
import { templatesQuery } from '../line-names.ts';
import { ChoiceField, text, type FieldProps } from './fields.tsx';
import classes from './panel.module.css';

// the editor is loaded when somebody opens it
const TemplateDialog = lazy(async () => ({
  default: (await import('../../templates/template-dialog.tsx')).TemplateDialog,
}));
const NewTemplateDialog = lazy(async () => ({
  default: (await import('../../templates/new-template-dialog.tsx')).NewTemplateDialog,
}));

/** Which template a step sends, how far its words are, and the editor of them over the canvas. */
export function TemplateField({
  channel,
  stepName,
  ...field
}: FieldProps & {
  readonly channel?: 'email' | 'sms' | undefined;
  readonly stepName: string;
}): React.JSX.Element {
  const templates = useQuery(templatesQuery);
  const mayDraft = useMay('template.draft');
  const [open, setOpen] = useState<Pick<Template, 'id' | 'name'>>();
  const [making, setMaking] = useState(false);
  const offered = templates.data?.items.filter((template) => template.channel === channel) ?? [];
  const chosen = offered.find(({ key }) => key === text(field.value));
  return (
    <div className={classes.template}>
      <ChoiceField {...field} choices={offered.map(({ key, name }) => ({ value: key, label: name }))} />
      {chosen && <Words template={chosen} />}
      <Group gap="xs">
        {chosen && (
          <Button size="xs" variant="default" onClick={() => setOpen(chosen)}>
            {mayDraft ? 'Edit its words' : 'Read its words'}
          </Button>
        )}
        {mayDraft && !field.disabled && channel && (
          <Button size="xs" variant="default" onClick={() => setMaking(true)}>
            New template
          </Button>
        )}
      </Group>
      <Suspense>
        {making && channel && (
          <NewTemplateDialog
            channel={channel}
            name={stepName}
            onClose={() => setMaking(false)}
            onMade={(made) => {
              field.onChange(made.key);
              setMaking(false);
              setOpen(made);
            }}
          />
        )}
        {open && <TemplateDialog id={open.id} name={open.name} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </div>
  );
}

/** The newest words at a glance: what is not live yet is not what people get. */
function Words({ template: { versions } }: { readonly template: Template }): React.JSX.Element | null {
  const [newest] = versions;
  if (!newest) return null;
  const { words, number, status } = newest;
  const { tone, said } = VERSION_STANDS[status];
  const live = versions.find((version) => version.status === 'live');
  return (
    <div className={classes.words}>
      <Status tone={tone}>{`Version ${number}: ${said.toLowerCase()}`}</Status>
      {live && live.number !== number && (
        <span>People get version {live.number} until this one is live.</span>
      )}
      {words.channel === 'email' && <b>{glance(words.subject)}</b>}
      <p>{glance(words.channel === 'email' ? words.html : words.body)}</p>
    </div>
  );
}

/** Without marks, and what differs for each person by its name. */
const glance = (source: string): string =>
  source
    .replaceAll(/<br\s*\/?>|<\/(p|div|li|tr|h\d)>/gi, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\{\{-?\s*([\w.]+)[^}]*\}\}/g, (_all, name: string) => `[${variableName(name)}]`)
    .replaceAll(/\s+/g, ' ')
    .trim();
