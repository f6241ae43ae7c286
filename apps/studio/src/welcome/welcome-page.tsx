import { Alert, Button, Group } from '@mantine/core';
import { lookAtFirmSetUp } from '@rap/contracts/api-client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../api/ask.ts';
import { Message } from '../parts/message.tsx';
import { Refused } from '../parts/refused.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { sessionQuery } from '../session/session.ts';
import { Mark } from '../shell/mark.tsx';
import { CareStep, FirmStep, YouStep } from './set-up-steps.tsx';
import { LAST_STEP, linkOf, useSetUp, type SetUpLink } from './use-set-up.ts';
import classes from './welcome-page.module.css';

/** Where the link of the platform leads: somebody founds their firm. */
export function WelcomePage(): React.JSX.Element {
  // read once: the ticket does not stay in the address bar
  const [link] = useState(() => linkOf(window.location.hash));
  return (
    <main className={classes.page}>
      <div className={classes.name}>
        <Mark />
        RetirementAdvisorPro
      </div>
      <div className={classes.form}>
        {link ? (
          <Opened link={link} />
        ) : (
          <>
            <h1>Set up your firm</h1>
            <Message title="This page needs your link">
              Open it from the message that whoever runs the platform sent you. Have you set up your firm
              already? Then sign in.
            </Message>
          </>
        )}
      </div>
    </main>
  );
}

function Opened({ link }: { readonly link: SetUpLink }): React.JSX.Element {
  const standing = useQuery({
    queryKey: ['firmSetUp', link.ticket],
    queryFn: () => ask(lookAtFirmSetUp({ body: link })),
    retry: false,
    staleTime: Infinity,
  });
  if (standing.isPending) return <GreyRows />;
  if (standing.error)
    return (
      <>
        <h1>Set up your firm</h1>
        <Refused error={standing.error} />
      </>
    );
  return <Steps link={link} known={standing.data.known} />;
}

const TITLES = ['About you', 'Your firm', 'How it writes to people'];

function Steps({ link, known }: { readonly link: SetUpLink; readonly known: boolean }): React.JSX.Element {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const setUp = useSetUp(link, (signedIn) => {
    queries.removeQueries({ queryKey: sessionQuery.queryKey });
    void navigate(signedIn ? { to: '/', replace: true } : { to: '/sign-in', replace: true });
  });
  const { step, refusal, pending } = setUp;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setUp.next();
  };
  return (
    <form onSubmit={submit} aria-label="Set up your firm">
      <p className={classes.step}>
        Step {step + 1} of {LAST_STEP + 1}
      </p>
      <h1>{TITLES[step]}</h1>
      {refusal && !refusal.problem.errors && (
        <Alert color="red" role="alert" mb="md">
          {refusal.message}
        </Alert>
      )}
      {step === 0 && <YouStep setUp={setUp} email={link.email} known={known} />}
      {step === 1 && <FirmStep setUp={setUp} />}
      {step === LAST_STEP && <CareStep setUp={setUp} />}
      <Group justify="space-between" mt="xl">
        {step > 0 ? (
          <Button size="md" variant="default" onClick={setUp.back}>
            Back
          </Button>
        ) : (
          <span />
        )}
        <Button size="md" type="submit" loading={pending}>
          {step < LAST_STEP ? 'Continue' : 'Open the firm'}
        </Button>
      </Group>
    </form>
  );
}
