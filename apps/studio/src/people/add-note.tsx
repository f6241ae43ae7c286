import { Button, Textarea } from '@mantine/core';
import { createNote } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ask, keyAfter, once } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { DialogFoot } from '../parts/dialog-foot.tsx';
import { Card } from '../parts/page.tsx';

export function AddNote({
  personId,
  onClose,
}: {
  readonly personId: string;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [body, setBody] = useState('');
  const key = useRef<string>(crypto.randomUUID());
  const adding = useMutation({
    mutationFn: () => ask(createNote({ body: { personId, body }, ...once(key.current) })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['person', personId] });
      onClose();
    },
    onError: (error) => (key.current = keyAfter(error, key.current)),
  });
  return (
    <Card title="Note">
      <div style={{ padding: 16 }}>
        <Textarea
          aria-label="Note"
          autosize
          autoFocus
          minRows={3}
          value={body}
          error={
            adding.error instanceof Refusal ? (adding.error.at('body') ?? adding.error.message) : undefined
          }
          onChange={({ currentTarget }) => setBody(currentTarget.value)}
        />
        <DialogFoot onClose={onClose}>
          <Button loading={adding.isPending} onClick={() => adding.mutate()}>
            Keep the note
          </Button>
        </DialogFoot>
      </div>
    </Card>
  );
}
