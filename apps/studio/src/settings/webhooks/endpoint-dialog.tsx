import { Button, MultiSelect, Stack, TextInput } from '@mantine/core';
import {
  changeWebhookEndpoint,
  createWebhookEndpoint,
  type NewWebhookEndpoint,
  type WebhookEndpoint,
} from '@rap/contracts/api-client';
import { EVENT_CATALOGUE } from '@rap/contracts/automation/events';
import { WEBHOOK_EVENT_KINDS } from '@rap/contracts/webhook';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { sayDone } from '../../parts/notify.tsx';

const KINDS = WEBHOOK_EVENT_KINDS.map((kind) => ({ value: kind, label: EVENT_CATALOGUE[kind].label }));

/** Where messages go, and of what. */
export function EndpointDialog({
  endpoint,
  onSecret,
  onClose,
}: {
  readonly endpoint: WebhookEndpoint | undefined;
  readonly onSecret: (secret: string) => void;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const [description, setDescription] = useState(endpoint?.description ?? '');
  const [eventKinds, setEventKinds] = useState<string[]>([...(endpoint?.eventKinds ?? [])]);
  const saving = useMutation({
    mutationFn: async () => {
      const told = { url, description, eventKinds: eventKinds as NewWebhookEndpoint['eventKinds'] };
      if (endpoint) {
        await ask(
          changeWebhookEndpoint({ path: { id: endpoint.id }, body: { ...told, version: endpoint.version } }),
        );
        return undefined;
      }
      return (await ask(createWebhookEndpoint({ body: told }))).secret;
    },
    onSuccess: (secret) => {
      void queries.invalidateQueries({ queryKey: ['webhooks'] });
      if (secret) onSecret(secret);
      else sayDone(`${description} is changed`);
      onClose();
    },
  });
  const refusal = saving.error instanceof Refusal ? saving.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} title={endpoint ? endpoint.description : 'New webhook'}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <TextInput
            label="What it is"
            data-autofocus
            maxLength={120}
            error={refusal?.at('description')}
            value={description}
            onChange={({ currentTarget }) => setDescription(currentTarget.value)}
          />
          <TextInput
            label="Address"
            description="Public, with https; redirects are not followed"
            type="url"
            error={refusal?.at('url')}
            value={url}
            onChange={({ currentTarget }) => setUrl(currentTarget.value)}
          />
          <MultiSelect
            label="Told when"
            description="None: only what automations send by a step"
            searchable
            error={refusal?.at('eventKinds')}
            data={KINDS}
            value={eventKinds}
            onChange={setEventKinds}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" loading={saving.isPending}>
              Save
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
