import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { refusalOf } from '../api/refusal.ts';
import { GreyRows } from '../parts/rows.tsx';
import { personQuery } from '../people/person-queries.ts';
import { WriteMessage } from '../people/write-message.tsx';
import type { Reply } from './today-query.ts';

export function AnswerDialog({
  reply,
  onClose,
}: {
  readonly reply: Reply;
  readonly onClose: () => void;
}): React.JSX.Element {
  const person = useQuery(personQuery(reply.personId));
  return (
    <Modal opened onClose={onClose} title={`Answer ${reply.personName}`} size="lg">
      <blockquote style={{ margin: '0 0 16px', color: 'var(--rap-text-2)' }}>{reply.words}</blockquote>
      {person.error && <p role="alert">{refusalOf(person.error).message}</p>}
      {person.isPending && <GreyRows count={2} />}
      {person.data && <WriteMessage person={person.data} onClose={onClose} />}
    </Modal>
  );
}
