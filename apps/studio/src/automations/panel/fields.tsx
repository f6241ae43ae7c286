import {
  Button,
  Chip,
  Group,
  MultiSelect,
  NativeSelect,
  NumberInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { FACT_CATALOGUE, type FactName } from '@rap/contracts/automation/facts';
import type { Json } from '@rap/contracts/automation/plan';
import { DurationUnit, type Duration } from '@rap/contracts/automation/step-params';
import type { Choice } from '../line-names.ts';

/** What every field of a step is told. The value is what stands in the draft, which may be half filled in. */
export interface FieldProps {
  readonly label: string;
  readonly value: Json | undefined;
  /** undefined takes the parameter away */
  readonly onChange: (value: Json | undefined) => void;
  readonly error?: string | undefined;
  readonly disabled: boolean;
}

export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const number = (value: Json | undefined): number | '' => (typeof value === 'number' ? value : '');
export const record = (value: Json | undefined): Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

export const TextField = ({ value, onChange, ...field }: FieldProps): React.JSX.Element => (
  <TextInput
    {...field}
    value={text(value)}
    onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
  />
);

export const LongTextField = ({ value, onChange, ...field }: FieldProps): React.JSX.Element => (
  <Textarea
    {...field}
    autosize
    minRows={2}
    value={text(value)}
    onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
  />
);

export const NumberField = ({ value, onChange, ...field }: FieldProps): React.JSX.Element => (
  <NumberInput
    {...field}
    size="sm"
    value={number(value)}
    onChange={(typed) => onChange(typeof typed === 'number' ? typed : undefined)}
  />
);

export const TimeField = ({ value, onChange, ...field }: FieldProps): React.JSX.Element => (
  <TextInput
    {...field}
    type="time"
    value={text(value)}
    onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
  />
);

export function ChoiceField({
  value,
  onChange,
  choices,
  optional = false,
  ...field
}: FieldProps & { readonly choices: readonly Choice[]; readonly optional?: boolean }): React.JSX.Element {
  const chosen = text(value);
  const known = chosen === '' || choices.some((choice) => choice.value === chosen);
  return (
    <NativeSelect
      {...field}
      value={chosen}
      onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
      data={[
        ...(chosen === '' || optional ? [{ value: '', label: optional ? 'None' : 'Choose' }] : []),
        ...(known ? [] : [{ value: chosen, label: 'Something that is gone' }]),
        ...choices,
      ]}
    />
  );
}

export const ManyField = ({
  value,
  onChange,
  choices,
  error,
  ...field
}: FieldProps & { readonly choices: readonly Choice[] }): React.JSX.Element => (
  <MultiSelect
    {...field}
    size="sm"
    error={error}
    placeholder={Array.isArray(value) && value.length > 0 ? undefined : 'Any'}
    value={Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []}
    onChange={(chosen) => onChange(chosen.length > 0 ? chosen : undefined)}
    data={[...choices]}
  />
);

const UNITS: Readonly<Record<Duration['unit'], string>> = {
  seconds: 'seconds',
  minutes: 'minutes',
  hours: 'hours',
  days: 'days',
  businessDays: 'business days',
  weeks: 'weeks',
  months: 'months',
};

export function DurationField({ label, value, onChange, error, disabled }: FieldProps): React.JSX.Element {
  const { value: size, unit } = record(value);
  const chosen = DurationUnit.catch('days').parse(unit);
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        size="sm"
        label={label}
        min={1}
        max={200_000}
        w={110}
        disabled={disabled}
        error={error}
        value={number(size)}
        onChange={(typed) => onChange(typeof typed === 'number' ? { value: typed, unit: chosen } : undefined)}
      />
      <NativeSelect
        aria-label={`${label}, unit`}
        disabled={disabled}
        value={chosen}
        // seconds are for trials: the check says where they may go live
        data={Object.entries(UNITS).map(([key, words]) => ({ value: key, label: words }))}
        onChange={({ currentTarget }) =>
          onChange({
            value: typeof size === 'number' ? size : 1,
            unit: DurationUnit.parse(currentTarget.value),
          })
        }
      />
    </Group>
  );
}

const isDateFact = (name: FactName): boolean => ['date', 'instant'].includes(FACT_CATALOGUE[name].type);
export const DATE_FACTS: readonly Choice[] = (Object.keys(FACT_CATALOGUE) as FactName[])
  .filter(isDateFact)
  .map((name) => ({ value: name, label: FACT_CATALOGUE[name].label }));

/** How long at most: some time, or for ever, which has to be chosen. */
export function DeadlineField(props: FieldProps): React.JSX.Element {
  const { label, value, onChange, disabled, error } = props;
  const way = value === 'forever' ? 'forever' : typeof record(value)['fact'] === 'string' ? 'date' : 'time';
  const date = record(value);
  return (
    <div>
      <NativeSelect
        label={label}
        disabled={disabled}
        value={way}
        error={way === 'forever' ? error : undefined}
        data={[
          { value: 'time', label: 'For some time' },
          { value: 'date', label: 'Until a date they have' },
          { value: 'forever', label: 'For ever' },
        ]}
        onChange={({ currentTarget }) =>
          onChange(
            currentTarget.value === 'forever'
              ? 'forever'
              : currentTarget.value === 'date'
                ? { fact: DATE_FACTS[0]?.value ?? '', days: 0, at: '09:00', zone: 'person' }
                : { value: 3, unit: 'days' },
          )
        }
      />
      {way === 'time' && (
        <DurationField
          {...props}
          label="How long"
          value={value === 'forever' ? undefined : value}
          error={error}
        />
      )}
      {way === 'date' && (
        <Group gap="xs" grow align="flex-start">
          <ChoiceField
            label="Date"
            disabled={disabled}
            choices={DATE_FACTS}
            value={date['fact']}
            onChange={(fact) => onChange({ ...date, fact: fact ?? '' })}
          />
          <NumberField
            label="Days after"
            disabled={disabled}
            value={date['days']}
            onChange={(days) => onChange({ ...date, days: days ?? 0 })}
          />
        </Group>
      )}
    </div>
  );
}

/** Until when a message may still leave. */
export function NotAfterField({ label, value, onChange, error, disabled }: FieldProps): React.JSX.Element {
  return (
    <NumberInput
      size="sm"
      label={`${label}, hours`}
      description="72 when left out: what an outage made late is not sent"
      min={1}
      max={720}
      disabled={disabled}
      error={error}
      value={number(record(value)['hours'])}
      onChange={(hours) => onChange(typeof hours === 'number' ? { hours } : undefined)}
    />
  );
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export function DaysField({ label, value, onChange, disabled }: FieldProps): React.JSX.Element {
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <Chip.Group
      multiple
      value={chosen}
      onChange={(days) => onChange(days.map(Number).toSorted((a, b) => a - b))}
    >
      <Group gap={4} role="group" aria-label={label}>
        {DAYS.map((day, index) => (
          <Chip key={day} size="xs" radius="sm" value={String(index + 1)} disabled={disabled}>
            {day}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

/** The person's advisor, or one of the firm. */
export function AssigneeField({
  value,
  onChange,
  users,
  ...field
}: FieldProps & { readonly users: readonly Choice[] }): React.JSX.Element {
  const userId = record(value)['userId'];
  return (
    <ChoiceField
      {...field}
      value={value === 'owner' ? 'owner' : userId}
      onChange={(chosen) =>
        onChange(chosen === undefined || chosen === 'owner' ? chosen : { userId: text(chosen) })
      }
      choices={[{ value: 'owner', label: "The person's advisor" }, ...users]}
    />
  );
}

/** A list of entries, each with a name of its own: cases, answers, shares. */
export function EntriesField({
  label,
  value,
  onChange,
  disabled,
  fresh,
  children,
}: Omit<FieldProps, 'error'> & {
  readonly fresh: (id: string) => Readonly<Record<string, Json>>;
  readonly children: (
    entry: Readonly<Record<string, Json>>,
    change: (changes: Readonly<Record<string, Json | undefined>>) => void,
  ) => React.ReactNode;
}): React.JSX.Element {
  const entries = Array.isArray(value) ? value.map(record) : [];
  const ids = new Set(entries.map(({ id }) => id));
  const freshId = (): string => {
    let no = entries.length + 1;
    while (ids.has(`choice-${no}`)) no += 1;
    return `choice-${no}`;
  };
  const replace = (index: number, changes: Readonly<Record<string, Json | undefined>>): void =>
    onChange(
      entries.map((entry, at) =>
        at === index
          ? Object.fromEntries(
              Object.entries({ ...entry, ...changes }).filter(
                (pair): pair is [string, Json] => pair[1] !== undefined,
              ),
            )
          : entry,
      ),
    );
  return (
    <fieldset style={{ margin: 0, padding: 0, border: 0 }}>
      <legend style={{ padding: 0, fontWeight: 550 }}>{label}</legend>
      {entries.map((entry, index) => (
        <div
          key={text(entry['id'])}
          style={{ display: 'grid', gap: 8, padding: '8px 0', borderBottom: '1px solid var(--rap-line)' }}
        >
          <TextInput
            aria-label={`${label}, name ${index + 1}`}
            disabled={disabled}
            value={text(entry['label'])}
            onChange={({ currentTarget }) => replace(index, { label: currentTarget.value })}
            rightSectionWidth={76}
            rightSection={
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                disabled={disabled}
                aria-label={`Take away ${text(entry['label'])}`}
                onClick={() => onChange(entries.filter((_one, at) => at !== index))}
              >
                Remove
              </Button>
            }
          />
          {children(entry, (changes) => replace(index, changes))}
        </div>
      ))}
      <Button
        mt="xs"
        size="xs"
        variant="default"
        disabled={disabled}
        onClick={() => onChange([...entries, fresh(freshId())])}
      >
        Add
      </Button>
    </fieldset>
  );
}
