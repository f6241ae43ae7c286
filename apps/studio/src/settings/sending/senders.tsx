import { Button, NativeSelect, TextInput } from '@mantine/core';
import { FirmSettings } from '@rap/contracts/firm-settings';
import type { SendingRules } from '@rap/contracts/api-client';
import { KEYWORDS } from '@rap/domain/messages/keywords';
import { useState, type SubmitEvent } from 'react';
import { UnsavedGuard } from '../../parts/unsaved.tsx';
import { counted } from '../../parts/counted.ts';
import { Card } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import classes from '../settings.module.css';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { useRulesChange } from './use-rules.ts';

/** Where messages come from, who answers the words that everybody knows, and where copies go. */
export function Senders({
  rules,
  readOnly,
}: {
  readonly rules: SendingRules;
  readonly readOnly: boolean;
}): React.JSX.Element {
  const { mutate, isPending, refusal } = useRulesChange('The senders are changed');
  const { emailDomain, smsFrom, archiveAddress, keywordAnswers } = rules;
  const [typed, setTyped] = useState({ emailDomain, smsFrom, archiveAddress, keywordAnswers });
  const field = (name: 'emailDomain' | 'smsFrom' | 'archiveAddress') => ({
    disabled: readOnly,
    error: refusal?.at(name),
    value: typed[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setTyped((before) => ({ ...before, [name]: value.trim() })),
  });
  const changed = (Object.keys(typed) as (keyof typeof typed)[]).some((name) => typed[name] !== rules[name]);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    mutate(typed);
  };
  return (
    <Card
      title="Where messages come from"
      aside={
        rules.archiveOwed > 0 && (
          <Status tone="warn">
            {`The archive is owed ${counted(rules.archiveOwed, 'copy', 'copies')}${
              rules.archiveOwedSince ? ` since ${dayAndTime(new Date(rules.archiveOwedSince))}` : ''
            }`}
          </Status>
        )
      }
    >
      <form className={classes.form} onSubmit={submit}>
        <UnsavedGuard when={changed} />
        <WholeRefusal refusal={refusal} />
        <TextInput
          maw={420}
          label="Domain of emails"
          description="Mail is sent from it and replies come to it, for example harbor.example"
          {...field('emailDomain')}
        />
        <TextInput
          maw={420}
          label="Number of texts"
          description="Like +12165550100, or the id of a messaging service (MG…)"
          {...field('smsFrom')}
        />
        <TextInput
          maw={420}
          label="Archive"
          type="email"
          description="Gets a copy of every email and text that leaves; empty for none"
          {...field('archiveAddress')}
        />
        <NativeSelect
          maw={420}
          label="STOP, START and HELP are answered by"
          disabled={readOnly}
          value={typed.keywordAnswers}
          data={[
            { value: 'provider', label: 'The text provider, as it does unless told otherwise' },
            { value: 'own', label: 'This product' },
          ]}
          onChange={({ currentTarget }) =>
            setTyped({
              ...typed,
              keywordAnswers: FirmSettings.shape.keywordAnswers.parse(currentTarget.value),
            })
          }
        />
        <p className={classes.hint}>
          Whoever answers: {KEYWORDS.stop.join(', ')} end texts to that number; {KEYWORDS.start.join(', ')}{' '}
          let them come again; {KEYWORDS.help.join(', ')} ask who you are.
        </p>
        {!readOnly && (
          <div className={classes.actions}>
            <Button type="submit" variant="default" loading={isPending}>
              Save the senders
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}
