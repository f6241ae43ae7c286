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
import { previewMessage, writeMessage, type NewMessage, type Person } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ask, once } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { Card } from '../parts/page.tsx';
import { sayDone } from '../parts/notify.tsx';
import { dayAndTime } from '../parts/when.ts';

const TYPING_MS = 400;
type Purpose = NewMessage['purpose'];

/** An email or a text by hand: before it is sent, the gate says whether and when it will leave. */
export function WriteMessage({
  person,
  onClose,
}: {
  readonly person: Person;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [channel, setChannel] = useState<'email' | 'sms'>('email');
  const [purpose, setPurpose] = useState<Purpose>('service');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const key = useRef(crypto.randomUUID());
  const words: NewMessage['words'] =
    channel === 'email' ? { channel, subject, html: paragraphs(text) } : { channel, body: text };
  const complete = text.trim() !== '' && (channel === 'sms' || subject.trim() !== '');
  const [asked] = useDebouncedValue(JSON.stringify({ purpose, words }), TYPING_MS);

  const preview = useQuery({
    queryKey: ['person', person.id, 'preview', asked],
    queryFn: () =>
      ask(
        previewMessage({
          path: { id: person.id },
          body: JSON.parse(asked) as { purpose: Purpose; words: NewMessage['words'] },
        }),
      ),
    enabled: complete,
    placeholderData: (before) => before,
    retry: false,
  });
  const sending = useMutation({
    mutationFn: () =>
      ask(writeMessage({ path: { id: person.id }, body: { purpose, words }, ...once(key.current) })),
    onSuccess: (message) => {
      void queries.invalidateQueries({ queryKey: ['person', person.id] });
      sayDone(
        message.nextTryAt ? `It leaves ${dayAndTime(new Date(message.nextTryAt))}` : 'It is on its way',
      );
      onClose();
    },
    onError: () => (key.current = crypto.randomUUID()),
  });
  const refusal = [sending.error, preview.error].find((error) => error instanceof Refusal);
  const gate = complete ? preview.data?.gate : undefined;
  return (
    <Card title={channel === 'email' ? 'Email' : 'Text'} aside={preview.data?.to ?? undefined}>
      <Stack gap="sm" p="md">
        <Group justify="space-between">
          <SegmentedControl
            aria-label="Channel"
            value={channel}
            onChange={(value) => setChannel(value === 'sms' ? 'sms' : 'email')}
            data={[
              { value: 'email', label: 'Email' },
              { value: 'sms', label: 'Text' },
            ]}
          />
          <NativeSelect
            aria-label="Purpose"
            value={purpose}
            onChange={({ currentTarget }) =>
              setPurpose(currentTarget.value === 'marketing' ? 'marketing' : 'service')
            }
            data={[
              { value: 'service', label: 'To serve them' },
              { value: 'marketing', label: 'To offer something' },
            ]}
          />
        </Group>
        {channel === 'email' && (
          <TextInput
            label="Subject"
            value={subject}
            error={refusal?.at('words.subject')}
            onChange={({ currentTarget }) => setSubject(currentTarget.value)}
          />
        )}
        <Textarea
          label="Message"
          autosize
          autoFocus
          minRows={channel === 'email' ? 6 : 3}
          value={text}
          error={refusal?.at('words.body') ?? refusal?.at('words.html')}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        {refusal && !refusal.problem.errors && (
          <Alert color="red" role="alert">
            {refusal.message}
          </Alert>
        )}
        {gate && (
          <Alert
            color={gate.verdict === 'send' ? 'petrol' : gate.verdict === 'later' ? 'yellow' : 'red'}
            role="status"
            title={
              gate.verdict === 'send'
                ? 'It leaves at once'
                : gate.verdict === 'later'
                  ? `It leaves ${dayAndTime(new Date(gate.atMs))}`
                  : 'It may not be sent'
            }
          >
            {gate.verdict === 'send' ? 'Every check has passed.' : gate.words}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={sending.isPending}
            disabled={!complete || gate?.verdict === 'refused'}
            onClick={() => sending.mutate()}
          >
            {gate?.verdict === 'later' ? 'Send then' : 'Send'}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What was typed, as mail: a paragraph for each empty line. */
const paragraphs = (text: string): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .map((one) => `<p>${one.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign).replaceAll('\n', '<br>')}</p>`)
    .join('');
