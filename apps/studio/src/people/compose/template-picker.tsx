import { Button, Popover, Stack, TextInput, UnstyledButton } from '@mantine/core';
import { listTemplates, type TemplateWords } from '@rap/contracts/api-client';
import { IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { Refused } from '../../parts/refused.tsx';
import classes from './compose.module.css';

/** The templates that are live, for one channel, found by their name or words. */
export function TemplatePicker({
  channel,
  onPick,
}: {
  readonly channel: 'email' | 'sms';
  readonly onPick: (name: string, words: TemplateWords) => void;
}): React.JSX.Element {
  const [open, setOpen] = useState(false);
  const [sought, setSought] = useState('');
  const templates = useQuery({
    queryKey: ['templates', 'live', channel],
    queryFn: () => ask(listTemplates({ query: { channel, limit: 200 } })),
    enabled: open,
  });
  const live = (templates.data?.items ?? []).flatMap(({ id, name, versions }) => {
    const words = versions.find(({ status }) => status === 'live')?.words;
    return words ? [{ id, name, words, line: words.channel === 'email' ? words.subject : words.body }] : [];
  });
  const found = live.filter(({ name, line }) =>
    `${name} ${line}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={320} trapFocus withinPortal>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconTemplate size={16} stroke={1.6} />}
          onClick={() => setOpen(!open)}
        >
          Use a template
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <TextInput
            aria-label="Search templates"
            placeholder="Name or words"
            value={sought}
            onChange={({ currentTarget }) => setSought(currentTarget.value)}
          />
          {templates.error && <Refused within="card" error={templates.error} />}
          {templates.data && found.length === 0 && (
            <div className={classes.meta}>
              {live.length === 0
                ? `No ${channel === 'email' ? 'email' : 'text'} template is live yet. They are written under Templates.`
                : `No template has "${sought.trim()}" in its name or words.`}
            </div>
          )}
          <ul className={classes.templates} aria-label="Templates">
            {found.map(({ id, name, words, line }) => (
              <li key={id}>
                <UnstyledButton
                  className={classes.template}
                  onClick={() => {
                    setOpen(false);
                    onPick(name, words);
                  }}
                >
                  <b>{name}</b>
                  <span className={classes.meta}>{line}</span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
