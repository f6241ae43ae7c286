import { Alert, Button, Checkbox, Group, Stack, Textarea, TextInput } from '@mantine/core';
import type { StateHours } from '@rap/contracts/api-client';
import { STATE_NAMES } from '@rap/domain/places/state-names';
import { useState, type SubmitEvent } from 'react';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { clockOf, hoursInWords, minuteOf } from './hours-words.ts';
import { useRulesChange } from './use-rules.ts';

const DAYS = [
  { name: 'weekday', label: 'Weekdays' },
  { name: 'saturday', label: 'Saturday' },
  { name: 'sunday', label: 'Sunday' },
  { name: 'holiday', label: 'Holidays' },
] as const;

/** The hours of one state as the firm reads them; longer ones than the default say why. */
export function StateHoursDialog({
  hours,
  byDefault,
  standing,
  onClose,
}: {
  readonly hours: StateHours;
  readonly byDefault: StateHours | undefined;
  readonly standing: readonly StateHours[];
  readonly onClose: () => void;
}): React.JSX.Element {
  const { mutate, isPending, refusal } = useRulesChange('The hours are changed');
  const [typed, setTyped] = useState(hours);
  const [reason, setReason] = useState('');
  const others = standing.filter(({ state }) => state !== hours.state);
  const save = (stateHours: StateHours[]): void =>
    mutate({ stateHours, ...(reason && { reason }) }, { onSuccess: onClose });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    save([...others, typed]);
  };
  return (
    <FormDialog opened onClose={onClose} title={`Texts to ${STATE_NAMES[hours.state] ?? hours.state}`}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {refusal && (
            <Alert color="red" role="alert">
              {refusal.at('reason') ?? refusal.problem.errors?.[0]?.message ?? refusal.message}
            </Alert>
          )}
          {DAYS.map(({ name, label }) => {
            const day = typed[name];
            const set = (from: number | undefined, until: number | undefined): void => {
              if (from === undefined || until === undefined) return;
              setTyped({ ...typed, [name]: { fromMinute: from, untilMinute: until } });
            };
            return (
              <Group key={name} gap="sm" align="flex-end">
                <Checkbox
                  w={120}
                  mb={8}
                  label={label}
                  checked={day !== null}
                  onChange={({ currentTarget }) =>
                    setTyped({
                      ...typed,
                      [name]: currentTarget.checked ? { fromMinute: 540, untilMinute: 1200 } : null,
                    })
                  }
                />
                {day ? (
                  <>
                    <TextInput
                      type="time"
                      aria-label={`${label}, from`}
                      value={clockOf(day.fromMinute)}
                      onChange={({ currentTarget }) => set(minuteOf(currentTarget.value), day.untilMinute)}
                    />
                    <TextInput
                      type="time"
                      aria-label={`${label}, until`}
                      value={clockOf(day.untilMinute)}
                      onChange={({ currentTarget }) =>
                        set(day.fromMinute, minuteOf(currentTarget.value, true))
                      }
                    />
                  </>
                ) : (
                  <span style={{ color: 'var(--rap-text-2)', marginBottom: 8 }}>Not at all</span>
                )}
              </Group>
            );
          })}
          {byDefault && (
            <p style={{ margin: 0, color: 'var(--rap-text-2)' }}>
              {`By default: weekdays ${hoursInWords(byDefault.weekday)}, Saturday ${hoursInWords(
                byDefault.saturday,
              )}, Sunday ${hoursInWords(byDefault.sunday)}.`}
            </p>
          )}
          <Textarea
            label="Why, needed where these are longer than the default"
            maxLength={500}
            autosize
            minRows={2}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Group justify="flex-end" mt="xs">
            {others.length < standing.length && (
              <Button variant="default" mr="auto" onClick={() => save(others)}>
                Back to the default
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </FormDialog>
  );
}
