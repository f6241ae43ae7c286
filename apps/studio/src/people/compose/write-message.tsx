import {
  Alert,
  Button,
  Group,
  NativeSelect,
  SegmentedControl,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { previewMessage, writeMessage, type Person, type TemplateWords } from '@rap/contracts/api-client';
import { calledName, fullName } from '@rap/domain/person/full-name';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ask, keyAfter, once } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { sayDone } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { variableName } from '../../parts/variable-names.ts';
import { dayAndTime } from '../../parts/when.ts';
import { plainWords } from '../../parts/worded.tsx';
import { WhereItGoes } from '../../parts/where-it-goes.tsx';
import { useMe } from '../../session/session.ts';
import { isBlank, isComplete, signature, wordsOf, type Draft, type KeptDraft } from './draft.ts';
import { GateNotice } from './gate-notice.tsx';
import { TemplatePicker } from './template-picker.tsx';
import { TextLength } from './text-length.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import classes from './compose.module.css';

const TYPING_MS = 400;
const AND = new Intl.ListFormat('en-US');

/** An email or a text by hand: before it is sent, one sees how it reads and whether and when it will leave. */
export function WriteMessage({
  person,
  draft,
  kept,
  onClose,
}: {
  readonly person: Person;
  readonly draft: Draft;
  readonly kept: KeptDraft;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const { displayName } = useMe();
  const name = calledName(person) || fullName(person);
  const key = useRef<string>(draft.key ?? crypto.randomUUID());
  const { channel, purpose, subject, text, template, reply } = draft;
  const set = (changes: Partial<Draft>): void => kept.change({ ...draft, ...changes });
  const words = wordsOf(draft);
  const complete = isComplete(draft);
  const [asked] = useDebouncedValue(complete ? JSON.stringify({ purpose, words }) : '', TYPING_MS);

  const preview = useQuery({
    queryKey: ['person', person.id, 'preview', asked],
    queryFn: () =>
      ask(
        previewMessage({
          path: { id: person.id },
          body: JSON.parse(asked) as { purpose: Draft['purpose']; words: TemplateWords },
        }),
      ),
    enabled: complete && asked !== '',
    placeholderData: (before) => before,
    retry: false,
  });
  const sending = useMutation({
    mutationFn: () =>
      ask(
        writeMessage({
          path: { id: person.id },
          body: { purpose, words, ...(reply ? { replyTo: reply.to } : {}) },
          ...once(key.current),
        }),
      ),
    onSuccess: (message) => {
      void queries.invalidateQueries({ queryKey: ['person', person.id] });
      sayDone(
        message.nextTryAt ? `It leaves ${dayAndTime(new Date(message.nextTryAt))}` : 'It is on its way',
      );
      kept.discard();
      onClose();
    },
    onError: (error) => {
      key.current = keyAfter(error, key.current);
      kept.change({ ...draft, key: key.current });
    },
  });
  const refusal = [sending.error, preview.error].find((error) => error instanceof Refusal);
  const seen = complete ? preview.data : undefined;
  const filled = seen && (template !== undefined || /\{[{%]/.test(subject + text));

  const use = (templateName: string, picked: TemplateWords): void =>
    picked.channel === 'email'
      ? set({
          subject: reply ? subject : picked.subject,
          template: { name: templateName, html: picked.html },
        })
      : set({ text: picked.body });
  const turn = (to: Draft['channel']): void => {
    const bare = text.replace(signature(displayName), '');
    kept.change({
      channel: to,
      purpose,
      subject,
      text: to === 'email' ? bare + signature(displayName) : bare,
    });
  };
  return (
    <Card title={channel === 'email' ? 'Email' : 'Text'} aside={seen?.to ?? undefined}>
      <Stack gap="sm" p="md">
        {reply && <div className={classes.meta}>In answer to: {plainWords(reply.title)}</div>}
        <Group justify="space-between">
          {reply ? (
            <span />
          ) : (
            <SegmentedControl
              aria-label="Channel"
              value={channel}
              onChange={(value) => turn(value === 'sms' ? 'sms' : 'email')}
              data={[
                { value: 'email', label: 'Email' },
                { value: 'sms', label: 'Text' },
              ]}
            />
          )}
          <Group gap="xs">
            <TemplatePicker channel={channel} onPick={use} />
            <NativeSelect
              aria-label="Purpose"
              value={purpose}
              onChange={({ currentTarget }) =>
                set({ purpose: currentTarget.value === 'marketing' ? 'marketing' : 'service' })
              }
              data={[
                { value: 'service', label: 'To serve them' },
                { value: 'marketing', label: 'To offer something' },
              ]}
            />
          </Group>
        </Group>
        {channel === 'email' && (
          <TextInput
            label="Subject"
            value={subject}
            error={refusal?.at('words.subject')}
            onChange={({ currentTarget }) => set({ subject: currentTarget.value })}
          />
        )}
        {template ? (
          <Group justify="space-between">
            <span>
              Template: <b>{template.name}</b>
            </span>
            <Button
              variant="default"
              size="xs"
              onClick={() =>
                kept.change({ channel, purpose, subject, text: seen?.text ?? text, ...(reply && { reply }) })
              }
            >
              Change its words
            </Button>
          </Group>
        ) : (
          <Textarea
            label="Message"
            autosize
            autoFocus
            minRows={channel === 'email' ? 6 : 3}
            maxRows={20}
            value={text}
            error={refusal?.at('words.body') ?? refusal?.at('words.html')}
            onChange={({ currentTarget }) => set({ text: currentTarget.value })}
          />
        )}
        {channel === 'sms' && <TextLength text={filled ? seen.text : text} />}
        {filled && (
          <section aria-label={`As ${name} reads it`}>
            <div className={classes.meta}>As {name} reads it</div>
            <div className={classes.preview} tabIndex={0}>
              {seen.subject && <b>{seen.subject}</b>}
              {seen.subject && '\n\n'}
              {seen.text}
            </div>
          </section>
        )}
        {seen && seen.missing.length > 0 && (
          <Alert color="yellow" role="status" title="Something is missing">
            Nothing is known for {AND.format(seen.missing.map(variableName))}: nothing stands in{' '}
            {seen.missing.length === 1 ? 'its' : 'their'} place.
          </Alert>
        )}
        <WholeRefusal refusal={refusal} />
        {seen && <GateNotice gate={seen.gate} name={name} />}
        <WhereItGoes channel={channel} />
        <Group justify="flex-end">
          <span className={classes.meta}>{isBlank(draft, displayName) ? '' : 'Kept in this browser'}</span>
          <Button variant="subtle" color="gray" onClick={() => (kept.discard(), onClose())}>
            Throw away
          </Button>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button
            loading={sending.isPending}
            disabled={!complete || seen?.gate.verdict === 'refused'}
            onClick={() => sending.mutate()}
          >
            {seen?.gate.verdict === 'later' ? 'Send then' : 'Send'}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
