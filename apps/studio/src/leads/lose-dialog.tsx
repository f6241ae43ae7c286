import { Button, Radio, Stack, Textarea } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { FormDialog } from '../parts/form-dialog.tsx';
import { DialogFoot } from '../parts/dialog-foot.tsx';
import { LOST_REASON_KEYS, LOST_REASONS, type LostReason } from './lost-reasons.ts';

/** Why they are lost; said once, it can be counted and looked for. */
export function LoseDialog({
  who,
  withNote,
  pending,
  onLose,
  onClose,
}: {
  readonly who: string;
  /** of one alone more can be said: it is kept as a note of the person */
  readonly withNote: boolean;
  readonly pending: boolean;
  readonly onLose: (reason: LostReason, note: string) => void;
  readonly onClose: () => void;
}): React.JSX.Element {
  const [reason, setReason] = useState<LostReason>();
  const [note, setNote] = useState('');
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (reason) onLose(reason, note.trim());
  };
  return (
    <FormDialog opened onClose={onClose} title={`Why is ${who} lost?`}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Radio.Group
            aria-label="Reason"
            value={reason ?? ''}
            onChange={(value) => setReason(value as LostReason)}
          >
            <Stack gap="xs">
              {LOST_REASON_KEYS.map((key) => (
                <Radio key={key} value={key} label={LOST_REASONS[key]} />
              ))}
            </Stack>
          </Radio.Group>
          {withNote && (
            <Textarea
              label="More about it, optional"
              description="Kept as a note of the person"
              autosize
              minRows={2}
              maxLength={5000}
              value={note}
              onChange={({ currentTarget: { value } }) => setNote(value)}
            />
          )}
          <DialogFoot onClose={onClose}>
            <Button type="submit" disabled={reason === undefined} loading={pending}>
              Move to lost
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
