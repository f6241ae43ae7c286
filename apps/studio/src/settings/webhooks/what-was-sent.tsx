import { getWebhookMessage } from '@rap/contracts/api-client';
import { ask } from '../../api/ask.ts';
import { AskedDetails } from '../../parts/asked-details.tsx';
import classes from '../settings.module.css';

/** The body of one message, for who writes the other side. */
export const WhatWasSent = ({
  endpointId,
  attemptId,
}: {
  readonly endpointId: string;
  readonly attemptId: string;
}): React.JSX.Element => (
  <AskedDetails
    summary="What was sent"
    className={classes.changes}
    queryKey={['webhooks', endpointId, 'message', attemptId]}
    queryFn={() => ask(getWebhookMessage({ path: { id: endpointId, attemptId } }))}
  >
    {(message) => (
      <pre className={classes.secret} tabIndex={0}>
        {JSON.stringify(message, null, 2)}
      </pre>
    )}
  </AskedDetails>
);
