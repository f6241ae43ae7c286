import { ActionIcon, Button, Group, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { FACT_CATALOGUE, isFactName, type FactInfo } from '@rap/contracts/automation/facts';
import type { Cond, Json } from '@rap/contracts/automation/plan';
import { IconX } from '@tabler/icons-react';
import type { Choice } from '../line-names.ts';
import { text, type FieldProps } from './fields.tsx';

type Comparison = Exclude<Cond, { op: 'all' | 'any' | 'not' }>;
type Operator = Comparison['op'];

const OPERATORS: Readonly<Record<Operator, string>> = {
  known: 'is known',
  eq: 'is',
  lt: 'is less than',
  gt: 'is more than',
  in: 'is one of',
  contains: 'contain',
};
const FITTING: Readonly<Record<FactInfo['type'], readonly Operator[]>> = {
  text: ['eq', 'known'],
  choice: ['eq', 'in', 'known'],
  number: ['gt', 'lt', 'eq', 'known'],
  date: ['known', 'lt', 'gt'],
  instant: ['known', 'lt', 'gt'],
  boolean: ['eq'],
  id: ['eq', 'known'],
  list: ['contains'],
};
const FACTS = Object.entries(FACT_CATALOGUE).map(([value, { label }]) => ({ value, label }));

/** A first comparison of a fact, with a value that fits it. */
function freshComparison(fact: string, op?: Operator): Comparison {
  const info = isFactName(fact) ? (FACT_CATALOGUE[fact] as FactInfo) : undefined;
  const fits = info ? FITTING[info.type] : ['known' as const];
  const chosen = op && fits.includes(op) ? op : (fits[0] ?? 'known');
  if (chosen === 'known') return { op: chosen, fact };
  const value: Json =
    info?.type === 'boolean'
      ? true
      : info?.type === 'number'
        ? 0
        : chosen === 'in'
          ? []
          : (info?.choices?.[0] ?? '');
  return { op: chosen, fact, value };
}

const isCond = (value: Json | undefined): value is Cond & Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value['op'] === 'string';

/** "All of these" or "any of these", each a fact, how it compares, and with what. Deeper nesting is kept and shown as it is. */
export function ConditionField({
  label,
  value,
  onChange,
  error,
  disabled,
  choices,
}: FieldProps & { readonly choices: Readonly<Record<string, readonly Choice[]>> }): React.JSX.Element {
  const cond = isCond(value) ? value : undefined;
  const together = cond?.op === 'any' ? 'any' : 'all';
  const parts: readonly Cond[] =
    cond === undefined ? [] : cond.op === 'all' || cond.op === 'any' ? cond.of : [cond];
  const put = (next: readonly Cond[], how: 'all' | 'any' = together): void => {
    const [only] = next;
    // one alone needs no "all of"
    onChange(
      next.length === 0
        ? undefined
        : next.length === 1 && only
          ? toJson(only)
          : toJson({ op: how, of: [...next] }),
    );
  };
  return (
    <fieldset style={{ margin: 0, padding: 0, border: 0, display: 'grid', gap: 8 }}>
      <legend style={{ padding: 0, fontWeight: 550 }}>{label}</legend>
      {parts.length > 1 && (
        <NativeSelect
          aria-label="How they go together"
          disabled={disabled}
          value={together}
          data={[
            { value: 'all', label: 'All of these' },
            { value: 'any', label: 'Any of these' },
          ]}
          onChange={({ currentTarget }) => put(parts, currentTarget.value === 'any' ? 'any' : 'all')}
        />
      )}
      {parts.map((part, index) => (
        <Group key={index} gap={4} wrap="nowrap" align="flex-start">
          <ComparisonField
            cond={part}
            disabled={disabled}
            choices={choices}
            onChange={(next) => put(parts.map((one, at) => (at === index ? next : one)))}
          />
          <ActionIcon
            aria-label="Take this condition away"
            disabled={disabled}
            onClick={() => put(parts.filter((_one, at) => at !== index))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      {error && (
        <div role="alert" style={{ color: 'var(--rap-danger)', fontSize: 12 }}>
          {error}
        </div>
      )}
      <div>
        <Button
          size="xs"
          variant="default"
          disabled={disabled}
          onClick={() => put([...parts, freshComparison('lead.stage')])}
        >
          Add a condition
        </Button>
      </div>
    </fieldset>
  );
}

/** The comparison that a condition is, or the one that it denies; undefined for several together. */
function comparisonIn(cond: Cond): Comparison | undefined {
  const inner = cond.op === 'not' ? cond.of : cond;
  return inner.op === 'all' || inner.op === 'any' || inner.op === 'not' ? undefined : (inner as Comparison);
}

function ComparisonField({
  cond,
  disabled,
  choices,
  onChange,
}: {
  readonly cond: Cond;
  readonly disabled: boolean;
  readonly choices: Readonly<Record<string, readonly Choice[]>>;
  readonly onChange: (cond: Cond) => void;
}): React.JSX.Element {
  const negated = cond.op === 'not';
  const inner = comparisonIn(cond);
  if (!inner)
    return (
      <div style={{ flex: 1 }}>
        Several conditions together, made by an import: they are kept as they are.
      </div>
    );
  const info = isFactName(inner.fact) ? (FACT_CATALOGUE[inner.fact] as FactInfo) : undefined;
  const put = (next: Comparison): void => onChange(negated ? { op: 'not', of: next } : next);
  return (
    <div style={{ flex: 1, minWidth: 0, display: 'grid', gap: 4 }}>
      <NativeSelect
        aria-label="Fact"
        disabled={disabled}
        value={inner.fact}
        data={FACTS}
        onChange={({ currentTarget }) => put(freshComparison(currentTarget.value))}
      />
      <Group gap={4} wrap="nowrap" grow>
        <NativeSelect
          aria-label="Comparison"
          disabled={disabled}
          value={`${negated ? 'not ' : ''}${inner.op}`}
          data={(info ? FITTING[info.type] : ['known' as const]).flatMap((op) => [
            { value: op, label: OPERATORS[op] },
            { value: `not ${op}`, label: `not: ${OPERATORS[op]}` },
          ])}
          onChange={({ currentTarget: { value } }) => {
            const next = freshComparison(inner.fact, value.replace('not ', '') as Operator);
            const kept = next.op !== 'known' && inner.op !== 'known' && next.op !== 'in' && inner.op !== 'in';
            const same = kept ? { ...next, value: inner.value } : next;
            onChange(value.startsWith('not ') ? { op: 'not', of: same } : same);
          }}
        />
        {inner.op !== 'known' && (
          <ValueField
            info={info}
            op={inner.op}
            value={inner.value}
            disabled={disabled}
            choices={choices}
            onChange={(value) => put({ ...inner, value })}
          />
        )}
      </Group>
    </div>
  );
}

function ValueField({
  info,
  op,
  value,
  disabled,
  choices,
  onChange,
}: {
  readonly info: FactInfo | undefined;
  readonly op: Operator;
  readonly value: Json;
  readonly disabled: boolean;
  readonly choices: Readonly<Record<string, readonly Choice[]>>;
  readonly onChange: (value: Json) => void;
}): React.JSX.Element {
  const offered = info?.refersTo
    ? (choices[info.refersTo] ?? [])
    : (info?.choices?.map((one) => ({ value: one, label: one.replaceAll('_', ' ') })) ?? []);
  if (info?.type === 'boolean') {
    return (
      <NativeSelect
        aria-label="Value"
        disabled={disabled}
        value={value === false ? 'no' : 'yes'}
        data={['yes', 'no']}
        onChange={({ currentTarget }) => onChange(currentTarget.value === 'yes')}
      />
    );
  }
  if (info?.type === 'number') {
    return (
      <NumberInput
        size="sm"
        aria-label="Value"
        disabled={disabled}
        value={typeof value === 'number' ? value : ''}
        onChange={(typed) => onChange(typeof typed === 'number' ? typed : 0)}
      />
    );
  }
  if (offered.length > 0 && op !== 'in') {
    return (
      <NativeSelect
        aria-label="Value"
        disabled={disabled}
        value={typeof value === 'string' ? value : ''}
        data={[{ value: '', label: 'Choose' }, ...offered]}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  }
  if (op === 'in') {
    return (
      <TextInput
        aria-label="Values, with commas between"
        disabled={disabled}
        value={Array.isArray(value) ? value.map(text).join(', ') : ''}
        onChange={({ currentTarget }) =>
          onChange(
            currentTarget.value
              .split(',')
              .map((one) => one.trim())
              .filter(Boolean),
          )
        }
      />
    );
  }
  return (
    <TextInput
      aria-label="Value"
      disabled={disabled}
      type={info?.type === 'date' ? 'date' : 'text'}
      value={typeof value === 'string' ? value : ''}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** A condition is plain JSON; the types of the two say it differently. */
const toJson = (cond: Cond): Json => JSON.parse(JSON.stringify(cond)) as Json;
