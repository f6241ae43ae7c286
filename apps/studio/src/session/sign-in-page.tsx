import { Alert, Anchor, Button, Stack, TextInput } from '@mantine/core';
import { askForReset } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../api/ask.ts';
import { Mark } from '../shell/mark.tsx';
import { FuturesPicture } from './futures-picture.tsx';
import { sessionQuery } from './session.ts';
import { SignInForm } from './sign-in-form.tsx';
import classes from './sign-in-page.module.css';

export function SignInPage(): React.JSX.Element {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { to, refused } = useSearch({ from: '/sign-in' });
  const [forgotten, setForgotten] = useState<string>();
  return (
    <div className={classes.page}>
      <main className={classes.side}>
        <div className={classes.name}>
          <Mark />
          RetirementAdvisorPro
        </div>
        <div className={classes.form}>
          {forgotten === undefined ? (
            <>
              <h1>Sign in</h1>
              <p className={classes.about}>To your firm.</p>
              <SignInForm
                refused={refused}
                onForgotten={setForgotten}
                onSignedIn={(session) => {
                  queries.setQueryData(sessionQuery.queryKey, session);
                  void navigate({ to: to ?? '/', replace: true });
                }}
              />
            </>
          ) : (
            <ResetForm email={forgotten} onBack={() => setForgotten(undefined)} />
          )}
        </div>
      </main>
      <div className={classes.picture} aria-hidden="true">
        <p>Every plan, promise and message of your practice, in one place and on the record.</p>
        <FuturesPicture />
      </div>
    </div>
  );
}

function ResetForm({ email: known, onBack }: { email: string; onBack: () => void }): React.JSX.Element {
  const [email, setEmail] = useState(known);
  const asking = useMutation({ mutationFn: () => ask(askForReset({ body: { email } })) });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    asking.mutate();
  };
  return (
    <form onSubmit={submit} aria-label="New password">
      <h1>New password</h1>
      <p className={classes.about}>We write to you with a link that is good for one use.</p>
      <Stack gap="md">
        {asking.isSuccess && (
          <Alert color="petrol" variant="light" role="status">
            If an account has this address, the letter is on its way. Look also among unwanted mail.
          </Alert>
        )}
        {asking.error && (
          <Alert color="red" variant="light" role="alert">
            {asking.error.message}
          </Alert>
        )}
        <TextInput
          size="md"
          label="Work email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={asking.isPending}>
          Send the link
        </Button>
        <Anchor component="button" type="button" fz="sm" onClick={onBack}>
          Back to signing in
        </Anchor>
      </Stack>
    </form>
  );
}
