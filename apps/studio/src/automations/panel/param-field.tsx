import type { Json } from '@rap/contracts/automation/plan';
import { EVENT_CATALOGUE } from '@rap/contracts/automation/events';
import { PARAM_REFERENCES } from '@rap/contracts/automation/references';
import { WallTime } from '@rap/contracts/automation/step-params';
import { NativeSelect, NumberInput } from '@mantine/core';
import { z } from 'zod';
import { useEditor } from '../editor/editor.ts';
import { useSurroundings } from '../surroundings.ts';
import { ConditionField } from './condition-field.tsx';
import {
  AssigneeField,
  ChoiceField,
  DATE_FACTS,
  DaysField,
  DeadlineField,
  DurationField,
  EntriesField,
  LongTextField,
  ManyField,
  NotAfterField,
  NumberField,
  record,
  text,
  TextField,
  TimeField,
  type FieldProps,
} from './fields.tsx';
import { TemplateField } from './template-field.tsx';

const LONG = new Set(['text', 'detail', 'question']);
const WORDS: Readonly<Record<string, string>> = {
  owner: "The person's advisor",
  firm: 'The firm',
  person: 'The person',
  service: 'To serve them',
  marketing: 'To offer something',
  add: 'Put it on',
  remove: 'Take it off',
  sms: 'Text',
  en: 'English',
  es: 'Spanish',
};
const words = (value: string): string =>
  WORDS[value] ?? value.charAt(0).toUpperCase() + value.slice(1).replaceAll('_', ' ');

/** Without the wrappers that say "may be left out". */
function bare(schema: z.ZodType): { schema: z.ZodType; optional: boolean } {
  if (schema instanceof z.ZodOptional) return { ...bare(schema.unwrap() as z.ZodType), optional: true };
  if (schema instanceof z.ZodDefault) return { ...bare(schema.unwrap() as z.ZodType), optional: false };
  if (schema instanceof z.ZodNullable) return { ...bare(schema.unwrap() as z.ZodType), optional: true };
  return { schema, optional: false };
}

/** The default of a parameter that may be left out. */
export const defaultOf = (schema: z.ZodType): Json | undefined =>
  schema instanceof z.ZodDefault ? (schema.def.defaultValue as Json) : undefined;

/** The field of one parameter, told by its name and its schema: a new parameter of a known kind needs no new code. */
export function ParamField({
  name,
  schema: wrapped,
  channel,
  stepName,
  ...field
}: FieldProps & {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly channel?: 'email' | 'sms' | undefined;
  /** of the step that it belongs to */
  readonly stepName?: string | undefined;
}): React.JSX.Element {
  const { choices } = useSurroundings();
  const { schema, optional } = bare(wrapped);
  const refersTo = PARAM_REFERENCES[name];
  if (refersTo) {
    const offered = choices[refersTo] ?? [];
    return schema instanceof z.ZodArray ? (
      <ManyField {...field} choices={offered} />
    ) : (
      <ChoiceField {...field} choices={offered} optional={optional} />
    );
  }
  switch (name) {
    case 'template':
      return <TemplateField {...field} channel={channel} stepName={stepName ?? ''} />;
    case 'cond':
      return <ConditionField {...field} choices={choices} />;
    case 'cases':
      return (
        <EntriesField
          {...field}
          fresh={(id) => ({ id, label: 'New case', cond: { op: 'eq', fact: 'lead.stage', value: 'new' } })}
        >
          {(entry, change) => (
            <ConditionField
              label="If"
              disabled={field.disabled}
              choices={choices}
              value={entry['cond']}
              onChange={(cond) => change({ cond })}
            />
          )}
        </EntriesField>
      );
    case 'events':
      return (
        <EntriesField
          {...field}
          fresh={(id) => ({ id, label: 'Something else', match: { kind: 'sms.received' } })}
        >
          {(entry, change) => (
            <NativeSelect
              aria-label="When"
              disabled={field.disabled}
              value={text(record(entry['match'])['kind'])}
              data={Object.entries(EVENT_CATALOGUE).map(([kind, { label }]) => ({ value: kind, label }))}
              onChange={({ currentTarget }) => change({ match: { kind: currentTarget.value } })}
            />
          )}
        </EntriesField>
      );
    case 'variants':
      return (
        <EntriesField {...field} fresh={(id) => ({ id, label: 'Another way', weight: 0 })}>
          {(entry, change) => (
            <NumberInput
              size="sm"
              aria-label="Percent"
              suffix="%"
              min={0}
              max={100}
              disabled={field.disabled}
              value={typeof entry['weight'] === 'number' ? entry['weight'] : ''}
              onChange={(weight) => change({ weight: typeof weight === 'number' ? weight : 0 })}
            />
          )}
        </EntriesField>
      );
    case 'for':
    case 'dueIn':
    case 'in':
      return <DurationField {...field} />;
    case 'within':
      return <DeadlineField {...field} />;
    case 'notAfter':
      return <NotAfterField {...field} />;
    case 'assignee':
    case 'who':
      return <AssigneeField {...field} users={choices['user'] ?? []} />;
    case 'fact':
      return <ChoiceField {...field} choices={DATE_FACTS} />;
    case 'since':
      return <SinceField {...field} />;
    default:
  }
  if (schema === WallTime) return <TimeField {...field} />;
  if (schema instanceof z.ZodEnum)
    return (
      <ChoiceField
        {...field}
        value={field.value ?? defaultOf(wrapped)}
        optional={optional}
        choices={schema.options.map((one) => ({ value: String(one), label: words(String(one)) }))}
      />
    );
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodEnum)
    return (
      <ManyField
        {...field}
        choices={schema.element.options.map((one) => ({ value: String(one), label: words(String(one)) }))}
      />
    );
  if (name === 'days' && schema instanceof z.ZodArray) return <DaysField {...field} />;
  if (schema instanceof z.ZodNumber) return <NumberField {...field} />;
  if (schema instanceof z.ZodBoolean)
    return (
      <ChoiceField
        {...field}
        value={field.value === true ? 'yes' : 'no'}
        onChange={(value) => field.onChange(value === 'yes')}
        choices={[
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]}
      />
    );
  return LONG.has(name) ? <LongTextField {...field} /> : <TextField {...field} />;
}

/** Since when an answer counts: from here, from the beginning, or from a step before. */
function SinceField(field: FieldProps): React.JSX.Element {
  const nodes = useEditor((state) => state.definition?.nodes) ?? {};
  return (
    <ChoiceField
      {...field}
      value={field.value ?? 'here'}
      choices={[
        { value: 'here', label: 'They came to this step' },
        { value: 'start', label: 'They came in' },
        ...Object.entries(nodes).map(([id, { label }]) => ({ value: id, label })),
      ]}
    />
  );
}
