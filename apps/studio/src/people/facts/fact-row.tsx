import { Button, Group, NativeSelect, TextInput, UnstyledButton } from '@mantine/core';
import type { Person } from '@rap/contracts/api-client';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Refusal, refusalOf } from '../../api/refusal.ts';
import { Overtaken, usePersonChange, type Changes } from './use-person-change.ts';
import classes from './fact-list.module.css';

export interface Fact {
  readonly field: keyof Changes & keyof Person;
  readonly label: string;
  readonly type: 'text' | 'date' | 'select';
  /** may be empty */
  readonly optional: boolean;
  readonly options?: readonly { value: string; label: string }[];
  /** beside the value, for example where it is known from */
  readonly aside?: string | undefined;
}

const valueIn = (person: Person, { field }: Fact): string => {
  const value = person[field];
  return typeof value === 'string' ? value : '';
};

/** One fact, changed where it stands: Enter saves, Escape takes back. */
export function FactRow({
  person,
  fact,
  mayChange,
}: {
  readonly person: Person;
  readonly fact: Fact;
  readonly mayChange: boolean;
}): React.JSX.Element {
  const value = valueIn(person, fact);
  const saving = usePersonChange(person);
  // the person as they stood when one began: what others change meanwhile is told apart by it
  const [editing, setEditing] = useState<{ seen: Person; typed: string }>();
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setEditing(undefined);
    setTimeout(() => button.current?.focus());
  };
  const save = (seen: Person, typed: string): void => {
    if (saving.isPending) return;
    const next = typed.trim();
    if (next === valueIn(seen, fact)) return close();
    const changes: Changes = { [fact.field]: next === '' && fact.optional ? null : next };
    saving.mutate({ seen, changes }, { onSuccess: close });
  };
  const error = saving.error ?? undefined;
  const words = (one: string): string => {
    if (one === '') return 'Not given';
    if (fact.type === 'date') return dayWords(one);
    return fact.options?.find((option) => option.value === one)?.label ?? one;
  };
  if (!editing) {
    return (
      <div>
        <dt>{fact.label}</dt>
        <dd className="numeric">
          {mayChange ? (
            <UnstyledButton
              ref={button}
              className={classes.value}
              aria-label={`Change ${fact.label.toLowerCase()}: ${words(value)}`}
              onClick={() => {
                saving.reset();
                setEditing({ seen: person, typed: value });
              }}
            >
              {words(value)}
            </UnstyledButton>
          ) : (
            words(value)
          )}
          {fact.aside && <div className={classes.aside}>{fact.aside}</div>}
        </dd>
      </div>
    );
  }
  const { seen, typed } = editing;
  const control = {
    'aria-label': fact.label,
    size: 'xs',
    autoFocus: true,
    value: typed,
    error: error instanceof Refusal ? (error.at(fact.field) ?? error.message) : undefined,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
      if (event.key === 'Enter') save(seen, typed);
    },
  } as const;
  if (error instanceof Overtaken) {
    return (
      <div className={classes.editing} role="alert">
        <b>{fact.label}: somebody else changed it meanwhile</b>
        <span>Theirs: {words(valueIn(error.theirs, fact))}</span>
        <span>Yours: {words(typed.trim())}</span>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={close}>
            Take theirs
          </Button>
          <Button size="xs" variant="default" onClick={() => save(error.theirs, typed)}>
            Keep mine
          </Button>
        </Group>
      </div>
    );
  }
  return (
    <div className={classes.editing}>
      <dt>{fact.label}</dt>
      <dd>
        {fact.type === 'select' ? (
          <NativeSelect
            {...control}
            data={[...(fact.optional ? [{ value: '', label: 'Not given' }] : []), ...(fact.options ?? [])]}
            onChange={({ currentTarget }) => setEditing({ seen, typed: currentTarget.value })}
          />
        ) : (
          <TextInput
            {...control}
            type={fact.type}
            onChange={({ currentTarget }) => setEditing({ seen, typed: currentTarget.value })}
          />
        )}
        {error && !(error instanceof Refusal) && <div role="alert">{refusalOf(error).message}</div>}
        <Group gap="xs" mt={6} justify="flex-end">
          <Button size="xs" variant="default" onClick={close}>
            Cancel
          </Button>
          <Button size="xs" variant="default" loading={saving.isPending} onClick={() => save(seen, typed)}>
            Save
          </Button>
        </Group>
      </dd>
    </div>
  );
}

const DAY = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});
/** A day of the calendar has no zone. */
const dayWords = (day: string): string => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : DAY.format(at);
};
