import { Button, Stack, Textarea } from '@mantine/core';
import { placeLegalHold } from '@rap/contracts/api-client';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type SubmitEvent } from 'react';
import { ask, keyAfter, once } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';

/** The matter, in words that whoever releases it will understand. */
export function NewHold({
  onClose,
  onPlaced,
}: {
  readonly onClose: () => void;
  readonly onPlaced: () => void;
}): React.JSX.Element {
  const [matter, setMatter] = useState('');
  const key = useRef<string>(crypto.randomUUID());
  const placing = useMutation({
    mutationFn: () => ask(placeLegalHold({ body: { matter }, ...once(key.current) })),
    onSuccess: onPlaced,
    onError: (error) => (key.current = keyAfter(error, key.current)),
  });
  const refusal = placing.error instanceof Refusal ? placing.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    placing.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} title="Place a legal hold">
      <form onSubmit={submit}>
        <Stack gap="md">
          <Textarea
            label="The matter"
            description="The lawsuit, the examination, the letter that asks for the records"
            autosize
            minRows={2}
            maxLength={500}
            data-autofocus
            error={refusal && (refusal.at('matter') ?? refusal.message)}
            value={matter}
            onChange={({ currentTarget: { value } }) => setMatter(value)}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" disabled={matter.trim() === ''} loading={placing.isPending}>
              Place it
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
