import { Button, Chip, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { TIMELINE_KINDS, type PersonSearch, type TimelineKind } from '../person-search.ts';
import classes from './timeline.module.css';

const NAMES: Readonly<Record<TimelineKind, string>> = {
  message: 'Messages',
  call: 'Calls',
  note: 'Notes',
  task: 'Tasks',
  meeting: 'Meetings',
  document: 'Documents',
  step: 'Automations',
  change: 'Changes',
};

/** What is shown and from which day on stands in the address. */
function useGo(): (next: PersonSearch) => void {
  const navigate = useNavigate({ from: '/people/$personId' });
  return (next) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
}

/** From which day on the timeline is read. */
export function JumpToDay({ day }: { readonly day: string | undefined }): React.JSX.Element {
  const go = useGo();
  return (
    <div className={classes.jump}>
      <TextInput
        type="date"
        size="xs"
        aria-label="Jump to a day"
        value={day ?? ''}
        onChange={({ currentTarget }) => go({ day: currentTarget.value || undefined })}
      />
      {day && (
        <Button variant="default" size="xs" onClick={() => go({ day: undefined })}>
          Newest
        </Button>
      )}
    </div>
  );
}

/** What of it is shown. */
export function TimelineFilters({ search }: { readonly search: PersonSearch }): React.JSX.Element {
  const go = useGo();
  const { show = [] } = search;
  const turn = (kind: TimelineKind): void => {
    const next = show.includes(kind) ? show.filter((one) => one !== kind) : [...show, kind];
    go({ show: next.length > 0 ? next : undefined });
  };
  return (
    <div className={classes.filters}>
      <div className={classes.chips} role="group" aria-label="Show">
        <Chip
          size="xs"
          radius="sm"
          variant="outline"
          checked={show.length === 0}
          onChange={() => go({ show: undefined })}
        >
          All
        </Chip>
        {TIMELINE_KINDS.map((kind) => (
          <Chip
            key={kind}
            size="xs"
            radius="sm"
            variant="outline"
            checked={show.includes(kind)}
            onChange={() => turn(kind)}
          >
            {NAMES[kind]}
          </Chip>
        ))}
      </div>
    </div>
  );
}
