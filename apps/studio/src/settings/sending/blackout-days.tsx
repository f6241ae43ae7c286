import { Button, Group, TextInput } from '@mantine/core';
import type { SendingRules } from '@rap/contracts/api-client';
import { useState, type SubmitEvent } from 'react';
import { Message } from '../../parts/message.tsx';
import { Card } from '../../parts/page.tsx';
import { Row, RowList } from '../../parts/rows.tsx';
import classes from '../settings.module.css';
import { useRulesChange } from './use-rules.ts';

const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' });

/** Days on which nothing is sent; what falls on one leaves on the next day, unless it is too late by then. */
export function BlackoutDays({
  rules: { blackoutDays },
  readOnly,
}: {
  readonly rules: SendingRules;
  readonly readOnly: boolean;
}): React.JSX.Element {
  const { mutate, isPending, refusal } = useRulesChange('The days are changed');
  const [day, setDay] = useState('');
  const today = new Date().toISOString().slice(0, 10);
  const ahead = blackoutDays.filter((one) => one >= today).toSorted();
  const add = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!day) return;
    const days = [...new Set([...blackoutDays, day])].toSorted();
    mutate({ blackoutDays: days }, { onSuccess: () => setDay('') });
  };
  return (
    <Card title="Days on which nothing is sent" aside={`${ahead.length} ahead`}>
      {ahead.length === 0 && (
        <Message within="card" title="No day is kept free">
          For days on which the firm wants to be quiet beside holidays: a funeral, a week of moving, a day
          when markets fall.
        </Message>
      )}
      <RowList label="Days on which nothing is sent">
        {ahead.map((one) => (
          <Row
            key={one}
            title={DAY.format(new Date(`${one}T00:00:00Z`))}
            action={
              !readOnly && (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => mutate({ blackoutDays: blackoutDays.filter((other) => other !== one) })}
                >
                  Take away
                </Button>
              )
            }
          />
        ))}
      </RowList>
      {!readOnly && (
        <form className={classes.form} onSubmit={add}>
          <Group align="flex-end" gap="sm">
            <TextInput
              type="date"
              label="Another day"
              min={today}
              error={refusal?.problem.errors?.[0]?.message ?? refusal?.message}
              value={day}
              onChange={({ currentTarget }) => setDay(currentTarget.value)}
            />
            <Button type="submit" variant="default" disabled={!day} loading={isPending}>
              Add
            </Button>
          </Group>
        </form>
      )}
    </Card>
  );
}
