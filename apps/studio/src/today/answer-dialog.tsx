import {} from '@mantine/core';
import { getCommunication, type Communication } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { FormDialog } from '../parts/form-dialog.tsx';
import { ask } from '../api/ask.ts';
import { refusalOf } from '../api/refusal.ts';
import { GreyRows } from '../parts/rows.tsx';
import { personQuery } from '../people/person-queries.ts';
import { replyDraft, useKeptDraft } from '../people/compose/draft.ts';
import { WriteMessage } from '../people/compose/write-message.tsx';
import { useMe } from '../session/session.ts';
import type { Reply } from './today-query.ts';

export function AnswerDialog({
  reply,
  onClose,
}: {
  readonly reply: Reply;
  readonly onClose: () => void;
}): React.JSX.Element {
  const person = useQuery(personQuery(reply.personId));
  const answered = useQuery({
    queryKey: ['messages', reply.id],
    queryFn: () => ask(getCommunication({ path: { id: reply.id } })),
  });
  const kept = useKeptDraft(reply.personId, reply.id);
  const { displayName } = useMe();
  const error = person.error ?? answered.error;
  return (
    <FormDialog opened onClose={onClose} title={`Answer ${reply.personName}`} size="lg">
      <blockquote style={{ margin: '0 0 16px', color: 'var(--rap-text-2)' }}>{reply.words}</blockquote>
      {error && <p role="alert">{refusalOf(error).message}</p>}
      {!error && !(person.data && answered.data) && <GreyRows count={2} />}
      {person.data && answered.data && (
        <WriteMessage
          person={person.data}
          draft={kept.draft ?? replyDraft(answerTo(answered.data, reply.personName), displayName)}
          kept={kept}
          onClose={onClose}
        />
      )}
    </FormDialog>
  );
}

const answerTo = ({ id, channel, subject }: Communication, name: string) => ({
  channel,
  subject,
  communicationId: id,
  title: subject ? `${name}: ${subject}` : name,
});
