import { Button, TextInput } from '@mantine/core';
import type { Template } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { templatesQuery } from '../automations/line-names.ts';
import { Message } from '../parts/message.tsx';
import { PageHeader } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { Status, type Tone } from '../parts/status.tsx';
import { WhereItGoes } from '../parts/where-it-goes.tsx';
import { briefly } from '../parts/when.ts';
import { useMay } from '../session/session.ts';
import table from '../parts/table.module.css';
import { NewTemplateDialog } from './new-template-dialog.tsx';
import { useUsers } from './use-users.ts';

const CHANNELS = [
  { value: undefined, label: 'All' },
  { value: 'email', label: 'Emails' },
  { value: 'sms', label: 'Texts' },
] as const;

/** The words that automations and people send, and how far each is. */
export function TemplatesPage(): React.JSX.Element {
  const { channel } = useSearch({ from: '/inside/templates' });
  const navigate = useNavigate({ from: '/templates' });
  const mayDraft = useMay('template.draft');
  const templates = useQuery(templatesQuery);
  const usedBy = useUsers();
  const [words, setWords] = useState('');
  const [making, setMaking] = useState(false);
  const all = templates.data?.items ?? [];
  const wanted = words.trim().toLowerCase();
  const shown = all
    .filter((template) => channel === undefined || template.channel === channel)
    .filter(({ name, key }) => `${name} ${key}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <>
      <PageHeader
        title="Templates"
        facts={
          <>
            What automations and people send, word by word <WhereItGoes channel={channel} />
          </>
        }
      >
        {mayDraft && <Button onClick={() => setMaking(true)}>New template</Button>}
      </PageHeader>
      <nav className={table.tabs} aria-label="Channels">
        {CHANNELS.map(({ value, label }) => (
          <Link
            key={label}
            to="/templates"
            search={{ channel: value }}
            className={table.tab}
            data-on={channel === value ? '' : undefined}
          >
            {label}
            <span>{all.filter((one) => value === undefined || one.channel === value).length}</span>
          </Link>
        ))}
      </nav>
      <div className={table.toolbar}>
        <TextInput
          aria-label="Search templates"
          placeholder="Name of a template"
          w={280}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      <div className={table.scroll}>
        {templates.isPending && <GreyRows count={6} />}
        {templates.error && <Refused error={templates.error} />}
        {templates.data && shown.length === 0 && (
          <Message
            title={all.length === 0 ? 'No templates yet' : 'No template matches'}
            action={
              all.length > 0 && (
                <Button
                  variant="default"
                  onClick={() => {
                    setWords('');
                    void navigate({ search: {} });
                  }}
                >
                  Show all
                </Button>
              )
            }
          >
            {all.length === 0
              ? 'An automation of the gallery brings its texts with it; or write one and use it in a step.'
              : 'Another name, or another channel.'}
          </Message>
        )}
        {shown.length > 0 && (
          <table className={table.table}>
            <thead>
              <tr>
                <th>Name</th>
                <th>Channel</th>
                <th>Stands</th>
                <th>Used by</th>
                <th>Last change</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((template) => {
                const { tone, said } = standing(template);
                return (
                  <tr key={template.id}>
                    <td className={table.main}>
                      <Link to="/templates/$templateId" params={{ templateId: template.id }}>
                        {template.name}
                      </Link>
                    </td>
                    <td data-phone="no">{template.channel === 'email' ? 'Email' : 'Text'}</td>
                    <td>
                      <Status tone={tone}>{said}</Status>
                    </td>
                    <td data-phone="no">{usedBy(template.key).join(', ') || 'No automation'}</td>
                    <td className="numeric" data-phone="no">
                      {template.versions[0] && briefly(new Date(template.versions[0].createdAt))}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
      {making && <NewTemplateDialog onClose={() => setMaking(false)} />}
    </>
  );
}

/** How far it is: what goes out, and whether new words wait behind it. */
function standing({ versions }: Template): { tone: Tone; said: string } {
  const live = versions.find(({ status }) => status === 'live');
  const [newest] = versions;
  const waits = newest && newest.status !== 'live' && newest.status !== 'retired' ? newest.status : undefined;
  if (waits === 'submitted') return { tone: 'warn', said: `Version ${newest?.number} waits for approval` };
  if (!live) return { tone: 'neutral', said: waits === 'approved' ? 'Approved, not live yet' : 'Draft' };
  return waits
    ? { tone: 'info', said: `Version ${live.number} is live, ${newest?.number} is a draft` }
    : { tone: 'ok', said: `Version ${live.number} is live` };
}
