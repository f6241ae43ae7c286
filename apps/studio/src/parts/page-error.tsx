import { Button, Group } from '@mantine/core';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Refusal } from '../api/refusal.ts';
import { FaultNumber } from './fault-number.tsx';
import classes from './page.module.css';

// one object, so that it is told once
const UNKNOWN = new Error('unknown');

/** What happened, what is safe, and the way out. The number is that of the request, or of the fault, in the logs. */
export function PageError({ error, reset }: ErrorComponentProps): React.JSX.Element {
  const router = useRouter();
  const refusal = error instanceof Refusal ? error : undefined;
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <div className={classes.message} role="alert">
      <h1>{refusal ? refusal.problem.title : 'This page could not be shown'}</h1>
      <p>{refusal?.problem.detail ?? 'Nothing was lost: what you had saved is saved.'}</p>
      <Group>
        <Button onClick={again}>Try again</Button>
        <Button variant="default" onClick={() => window.location.assign('/')}>
          Go to Today
        </Button>
      </Group>
      {refusal?.status !== 0 && (
        <p className={classes.support}>
          <FaultNumber
            error={error instanceof Error ? error : UNKNOWN}
            number={refusal?.problem.correlationId}
          />
        </p>
      )}
    </div>
  );
}
