import { versionsOfTask, type RecordVersion } from '@rap/contracts/api-client';
import { Recurrence } from '@rap/contracts/task';
import { recurrenceWords } from '@rap/domain/task/recurrence-words';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { useUserNames } from '../parts/names.ts';
import { Refused } from '../parts/refused.tsx';
import { dayAndTime } from '../parts/when.ts';
import classes from './tasks.module.css';

const MOST = 50;

/** Who changed what, the newest first. Asked for when somebody opens it. */
export function TaskHistory({ taskId }: { readonly taskId: string }): React.JSX.Element {
  const [open, setOpen] = useState(false);
  const nameOf = useUserNames();
  const versions = useQuery({
    queryKey: ['tasks', 'versions', taskId],
    queryFn: () => ask(versionsOfTask({ path: { id: taskId }, query: { limit: MOST } })),
    enabled: open,
  });
  return (
    <details className={classes.history} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>What was changed</summary>
      {versions.error && <Refused within="card" error={versions.error} />}
      <ol aria-label="What was changed">
        {versions.data?.items.map((version) => (
          <li key={version.id}>
            <b>{actorWords(version.actor, nameOf)}</b> {inWords(version, nameOf)}
            <time dateTime={version.at}>{dayAndTime(new Date(version.at))}</time>
          </li>
        ))}
      </ol>
    </details>
  );
}

function actorWords(actor: string, nameOf: (id: string) => string): string {
  const [kind, id = ''] = actor.split(':');
  if (kind === 'user') return nameOf(id) || 'Somebody';
  return kind === 'run' ? 'An automation' : 'The system';
}

/** What became different, as one would say it. */
export function inWords(
  { change, changes }: Pick<RecordVersion, 'change' | 'changes'>,
  nameOf: (id: string) => string,
): string {
  if (change === 'create') return 'made it';
  if (change === 'delete') return 'deleted it';
  if (change === 'restore') return 'brought it back';
  const said = changes.flatMap(({ field, after }) => {
    const words = fieldWords(field, after, nameOf);
    return words === undefined ? [] : [words];
  });
  return said.length === 0 ? 'changed it' : new Intl.ListFormat('en-US').format(said);
}

function fieldWords(field: string, after: unknown, nameOf: (id: string) => string): string | undefined {
  switch (field) {
    case 'title':
      return `called it “${String(after)}”`;
    case 'dueAt':
      return typeof after === 'string' ? `made it due ${dayAndTime(new Date(after))}` : 'took its day away';
    case 'assigneeId':
      return typeof after === 'string' ? `gave it to ${nameOf(after) || 'somebody'}` : 'gave it to nobody';
    case 'priority':
      return `made its priority ${String(after)}`;
    case 'status':
      return after === 'done'
        ? 'ticked it off'
        : after === 'open'
          ? 'opened it again'
          : 'marked it as not to be done';
    case 'recurrence': {
      const rule = Recurrence.safeParse(after).data;
      return rule ? `made it come again ${recurrenceWords(rule)}` : 'let it come no more';
    }
    case 'detailSealed':
      return 'changed the details';
    default:
      return undefined;
  }
}
