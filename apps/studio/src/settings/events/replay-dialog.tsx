import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { replayConsumer } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { counted } from '../../parts/counted.ts';
import { sayDone } from '../../parts/notify.tsx';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { readersZone } from '../../parts/when.ts';

/** Hands what happened since a moment on once more, to one of those who are told. */
export function ReplayDialog({
  consumer,
  name,
  onClose,
}: {
  readonly consumer: string;
  readonly name: string;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [since, setSince] = useState('');
  const replaying = useMutation({
    mutationFn: () => ask(replayConsumer({ body: { consumer, from: new Date(since).toISOString() } })),
    onSuccess: ({ subjects }) => {
      void queries.invalidateQueries({ queryKey: ['spine'] });
      sayDone(
        subjects === 0
          ? 'Nothing has happened since then'
          : `What happened to ${counted(subjects, 'person', 'people')} is handed on again`,
      );
      onClose();
    },
  });
  const refusal = replaying.error instanceof Refusal ? replaying.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    replaying.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`Tell again: ${name}`}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <p>
            {consumer === 'automations'
              ? 'Automations know what they have heard: nobody is let in or written to twice.'
              : 'The other system is told again, each message under the id that it had and marked as told again.'}
          </p>
          <TextInput
            type="datetime-local"
            label={`What happened since, in ${readersZone()}`}
            required
            data-autofocus
            error={refusal?.at('from')}
            value={since}
            onChange={({ currentTarget }) => setSince(currentTarget.value)}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" disabled={since === ''} loading={replaying.isPending}>
              Tell again
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
