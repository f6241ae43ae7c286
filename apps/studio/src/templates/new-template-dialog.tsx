import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { createTemplate, type Template } from '@rap/contracts/api-client';
import type { TemplateWords } from '@rap/contracts/template';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { FormDialog } from '../parts/form-dialog.tsx';
import { ask } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { DialogFoot } from '../parts/dialog-foot.tsx';
import { WholeRefusal } from '../parts/whole-refusal.tsx';
import { keyFrom } from './key-from.ts';

const FIRST_WORDS: Readonly<Record<TemplateWords['channel'], TemplateWords>> = {
  email: {
    channel: 'email',
    subject: 'A word from {{ firm.name }}',
    html: '<p>Hello {{ person.firstName | default: "there" }},</p>\n<p></p>\n<p>{{ owner.name }}<br>{{ firm.name }}, {{ firm.phone }}</p>',
  },
  sms: {
    channel: 'sms',
    body: '{{ firm.name }}: Hello {{ person.firstName | default: "there" }}, . Reply STOP to end texts.',
  },
};

/** A name and a channel; the words are written on its page, or where it was asked for. */
export function NewTemplateDialog({
  onClose,
  onMade,
  ...asked
}: {
  readonly onClose: () => void;
  /** instead of going to its page */
  readonly onMade?: (template: Template) => void;
  /** where only one will do */
  readonly channel?: TemplateWords['channel'];
  readonly name?: string;
}): React.JSX.Element {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(asked.name ?? '');
  const [channel, setChannel] = useState(asked.channel ?? 'email');
  const making = useMutation({
    mutationFn: () =>
      ask(createTemplate({ body: { name, key: keyFrom(name), words: FIRST_WORDS[channel] } })),
    onSuccess: async (made) => {
      const listed = queries.invalidateQueries({ queryKey: ['templates'] });
      if (onMade) {
        await listed;
        onMade(made);
        return;
      }
      const { id } = made;
      void navigate({ to: '/templates/$templateId', params: { templateId: id }, ignoreBlocker: true });
    },
  });
  const refusal = making.error instanceof Refusal ? making.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} title="New template">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <TextInput
            label="Name"
            description="As it is found in a step of an automation"
            data-autofocus
            maxLength={100}
            error={refusal?.at('name') ?? refusal?.at('key')}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          {!asked.channel && (
            <NativeSelect
              label="Channel"
              value={channel}
              data={[
                { value: 'email', label: 'Email' },
                { value: 'sms', label: 'Text' },
              ]}
              onChange={({ currentTarget }) => setChannel(currentTarget.value === 'sms' ? 'sms' : 'email')}
            />
          )}
          <DialogFoot onClose={onClose}>
            <Button type="submit" disabled={keyFrom(name) === ''} loading={making.isPending}>
              Write it
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
