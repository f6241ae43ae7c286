import { Anchor, Button, CopyButton } from '@mantine/core';
import { listLeadForms, type LeadForm } from '@rap/contracts/api-client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { Message } from '../../parts/message.tsx';
import { leadSourcesQuery } from '../../parts/names.ts';
import { sayDone } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { useMay } from '../../session/session.ts';
import { SectionFrame } from '../section.tsx';
import classes from '../settings.module.css';
import { FormEditor } from './form-editor.tsx';
import { FormWordings } from './form-wordings.tsx';

/** The forms that the firm shows to the public: where they are, how a site shows them, and what is agreed to. */
export function FormsSection(): React.JSX.Element {
  const queries = useQueryClient();
  const mayChange = useMay('form.change');
  const [open, setOpen] = useState<LeadForm | 'new'>();
  const forms = useQuery({
    queryKey: ['leadForms'],
    queryFn: () => ask(listLeadForms({ query: { limit: 200 } })),
  });
  const items = forms.data?.items ?? [];
  return (
    <SectionFrame
      title="Forms"
      facts="What comes in by one is a lead, with what they agreed to"
      actions={mayChange && items.length > 0 && <Button onClick={() => setOpen('new')}>New form</Button>}
    >
      {forms.isPending && <GreyRows />}
      {forms.error && <Refused error={forms.error} />}
      {forms.data && items.length === 0 && (
        <Message
          title="No form yet"
          action={mayChange && <Button onClick={() => setOpen('new')}>Make one</Button>}
        >
          A form has a page of its own, and a few lines by which your site shows it. Whoever fills it in is a
          lead at once.
        </Message>
      )}
      {items.map((form) => (
        <OneForm key={form.id} form={form} onChange={mayChange ? () => setOpen(form) : undefined} />
      ))}
      {open && (
        <FormEditor
          form={open === 'new' ? undefined : open}
          onClose={() => setOpen(undefined)}
          onSaved={() => {
            setOpen(undefined);
            sayDone('The form is saved');
            void queries.invalidateQueries({ queryKey: ['leadForms'] });
          }}
        />
      )}
    </SectionFrame>
  );
}

function OneForm({
  form,
  onChange,
}: {
  readonly form: LeadForm;
  readonly onChange: (() => void) | undefined;
}): React.JSX.Element {
  const sources = useQuery(leadSourcesQuery);
  const source = sources.data?.items.find(({ id }) => id === form.sourceId)?.name;
  const [open, setOpen] = useState(false);
  return (
    <Card
      title={form.title}
      aside={
        <Status tone={form.retiredAt ? 'neutral' : 'ok'}>
          {form.retiredAt ? 'No longer shown' : `Shown${source ? `, by ${source}` : ''}`}
        </Status>
      }
    >
      <div className={classes.form}>
        <Copied label="Its page" text={form.url}>
          <Anchor href={form.url} target="_blank" rel="noreferrer">
            {form.url}
          </Anchor>
        </Copied>
        <Copied label="For your site" text={form.snippet}>
          <code>{form.snippet}</code>
        </Copied>
        <p className={classes.hint}>
          {form.allowedOrigins.length === 0
            ? 'No site may show it in a frame yet.'
            : `Shown by ${form.allowedOrigins.join(', ')}.`}{' '}
          At most {form.dailyLimit.toLocaleString('en-US')} a day.
        </p>
        <div className={classes.actions}>
          {onChange && (
            <Button variant="default" onClick={onChange}>
              Change
            </Button>
          )}
          <Button variant="default" onClick={() => setOpen(true)}>
            What is agreed to
          </Button>
        </div>
      </div>
      {open && <FormWordings form={form} onClose={() => setOpen(false)} />}
    </Card>
  );
}

const Copied = ({
  label,
  text,
  children,
}: {
  readonly label: string;
  readonly text: string;
  readonly children: React.ReactNode;
}): React.JSX.Element => (
  <div>
    <div className={classes.hint}>{label}</div>
    <div style={{ overflowWrap: 'anywhere' }}>{children}</div>
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="xs" mt={4} variant="default" aria-label={`Copy: ${label}`} onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </CopyButton>
  </div>
);
