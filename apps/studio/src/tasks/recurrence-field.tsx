import { Group, NativeSelect, NumberInput } from '@mantine/core';
import type { Recurrence } from '@rap/contracts/api-client';

const UNITS = [
  { value: '', label: 'Does not come again' },
  { value: 'days', label: 'days' },
  { value: 'weeks', label: 'weeks' },
  { value: 'months', label: 'months' },
  { value: 'years', label: 'years' },
];

/** How a task comes again. The day of the month is that on which it is due when the rule is made. */
export function RecurrenceField({
  value,
  due,
  disabled,
  error,
  onChange,
}: {
  readonly value: Recurrence | null;
  /** as the field of the day has it */
  readonly due: string;
  readonly disabled: boolean;
  readonly error: string | undefined;
  readonly onChange: (value: Recurrence | null) => void;
}): React.JSX.Element {
  const rule = (changes: Partial<Recurrence>): void => {
    const { day: _before, ...next } = {
      every: 1,
      unit: 'months' as const,
      from: 'due' as const,
      ...value,
      ...changes,
    };
    const byMonth = next.unit === 'months' || next.unit === 'years';
    onChange(byMonth && due ? { ...next, day: new Date(due).getDate() } : next);
  };
  return (
    <Group grow align="flex-start">
      {value && (
        <NumberInput
          label="Every"
          min={1}
          max={60}
          disabled={disabled}
          value={value.every}
          onChange={(every) => rule({ every: Math.min(60, Math.max(1, Number(every) || 1)) })}
        />
      )}
      <NativeSelect
        label={value ? '\u00a0' : 'Comes again'}
        aria-label="Comes again"
        disabled={disabled}
        error={error}
        data={UNITS}
        value={value?.unit ?? ''}
        onChange={({ currentTarget: { value: unit } }) =>
          unit === '' ? onChange(null) : rule({ unit: unit as Recurrence['unit'] })
        }
      />
      {value && (
        <NativeSelect
          label="Counted from"
          disabled={disabled}
          data={[
            { value: 'due', label: 'when it was due' },
            { value: 'done', label: 'when it is done' },
          ]}
          value={value.from}
          onChange={({ currentTarget: { value: from } }) => rule({ from: from === 'done' ? 'done' : 'due' })}
        />
      )}
    </Group>
  );
}
