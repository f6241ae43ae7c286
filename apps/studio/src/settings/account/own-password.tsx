import { Button, PasswordInput } from '@mantine/core';
import { changePassword } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { sayDone } from '../../parts/notify.tsx';
import { UnsavedGuard } from '../../parts/unsaved.tsx';
import { Card } from '../../parts/page.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import classes from '../settings.module.css';

/** Another password; every other session of the account ends with it. */
export function OwnPassword(): React.JSX.Element {
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const changing = useMutation({
    mutationFn: () => ask(changePassword({ body: { current, next } })),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      void queries.invalidateQueries({ queryKey: ['ownSessions'] });
      sayDone('The password is changed');
    },
  });
  const refusal = changing.error instanceof Refusal ? changing.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    changing.mutate();
  };
  return (
    <Card title="Password">
      <UnsavedGuard when={next !== ''} />
      <form className={classes.form} onSubmit={submit}>
        <WholeRefusal refusal={refusal} />
        <PasswordInput
          maw={420}
          label="The one now"
          autoComplete="current-password"
          error={refusal?.at('current')}
          value={current}
          onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
        />
        <PasswordInput
          maw={420}
          label="The new one"
          description="Long beats complicated: a sentence that only you know. Ones from known thefts are refused"
          autoComplete="new-password"
          error={refusal?.at('next')}
          value={next}
          onChange={({ currentTarget }) => setNext(currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button
            type="submit"
            variant="default"
            disabled={current === '' || next === ''}
            loading={changing.isPending}
          >
            Change the password
          </Button>
        </div>
      </form>
    </Card>
  );
}
