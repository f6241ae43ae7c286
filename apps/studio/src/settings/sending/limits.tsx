import { Button, Group, NumberInput } from '@mantine/core';
import type { SendingRules } from '@rap/contracts/api-client';
import { useState, type SubmitEvent } from 'react';
import { UnsavedGuard } from '../../parts/unsaved.tsx';
import { Card } from '../../parts/page.tsx';
import classes from '../settings.module.css';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { useRulesChange } from './use-rules.ts';

const FIELDS = [
  { name: 'maxEmailsPerDay', label: 'Emails a day', most: 50 },
  { name: 'maxEmailsPerWeek', label: 'Emails in seven days', most: 200 },
  { name: 'maxTextsPerDay', label: 'Texts a day', most: 50 },
  { name: 'maxTextsPerWeek', label: 'Texts in seven days', most: 200 },
] as const;

/** How much one person may get, from everybody and every automation together. */
export function Limits({
  rules,
  readOnly,
}: {
  readonly rules: SendingRules;
  readonly readOnly: boolean;
}): React.JSX.Element {
  const { mutate, isPending, refusal } = useRulesChange('The limits are changed');
  const [typed, setTyped] = useState({
    maxEmailsPerDay: rules.maxEmailsPerDay,
    maxEmailsPerWeek: rules.maxEmailsPerWeek,
    maxTextsPerDay: rules.maxTextsPerDay,
    maxTextsPerWeek: rules.maxTextsPerWeek,
    conversationMinutes: rules.conversationMinutes,
  });
  const change = (name: keyof typeof typed) => (value: number | string) =>
    setTyped((before) => ({ ...before, [name]: Number(value) }));
  const changed = (Object.keys(typed) as (keyof typeof typed)[]).some((name) => typed[name] !== rules[name]);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    mutate(typed);
  };
  return (
    <Card title="How much one person gets" aside="From everybody and every automation together">
      <form className={classes.form} onSubmit={submit}>
        <UnsavedGuard when={changed} />
        <WholeRefusal refusal={refusal} />
        <Group gap="md" align="flex-start">
          {FIELDS.map(({ name, label, most }) => (
            <NumberInput
              key={name}
              w={160}
              label={label}
              min={1}
              max={most}
              disabled={readOnly}
              error={refusal?.at(name)}
              value={typed[name]}
              onChange={change(name)}
            />
          ))}
        </Group>
        <NumberInput
          maw={420}
          label="Minutes after they wrote, in which a text may answer at any hour"
          description="0: texts always keep to the hours. A conversation that they began is no solicitation"
          min={0}
          max={1440}
          disabled={readOnly}
          error={refusal?.at('conversationMinutes')}
          value={typed.conversationMinutes}
          onChange={change('conversationMinutes')}
        />
        {!readOnly && (
          <div className={classes.actions}>
            <Button type="submit" variant="default" loading={isPending}>
              Save the limits
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}
