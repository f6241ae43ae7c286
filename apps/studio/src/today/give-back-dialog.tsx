import { Button, Textarea } from '@mantine/core';
import { rejectAutomation } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../parts/form-dialog.tsx';
import { ask } from '../api/ask.ts';
import { refusalOf } from '../api/refusal.ts';
import { sayDone } from '../parts/notify.tsx';
import { DialogFoot } from '../parts/dialog-foot.tsx';
import { todayQuery, type Submitted } from './today-query.ts';

/** Says to the author what has to be changed. */
export function GiveBackDialog({
  submitted,
  onClose,
}: {
  readonly submitted: Submitted;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const { automationId: id, automationName: name, version } = submitted;
  const rejecting = useMutation({
    mutationFn: () => ask(rejectAutomation({ path: { id }, body: { version, note } })),
    onSuccess: () => {
      onClose();
      sayDone(`${name} went back to ${submitted.authorName ?? 'its author'}`);
    },
    onSettled: () => {
      void queries.invalidateQueries(todayQuery);
      void queries.invalidateQueries({ queryKey: ['automations'] });
    },
  });
  return (
    <FormDialog opened onClose={onClose} title={`Give ${name} back`}>
      <Textarea
        label="What has to be changed"
        autosize
        minRows={3}
        value={note}
        error={rejecting.error ? refusalOf(rejecting.error).message : undefined}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      <DialogFoot onClose={onClose}>
        <Button
          loading={rejecting.isPending}
          disabled={note.trim() === ''}
          onClick={() => rejecting.mutate()}
        >
          Give back
        </Button>
      </DialogFoot>
    </FormDialog>
  );
}
