import { Alert, Button } from '@mantine/core';
import { verifyAuditLog } from '@rap/contracts/api-client';
import { useMutation } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { refusalOf } from '../../api/refusal.ts';
import { counted } from '../../parts/counted.ts';
import { Card } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { useMay } from '../../session/session.ts';
import classes from '../settings.module.css';

/** Whether the log is as it was written, recomputed now. */
export function Verification(): React.JSX.Element | null {
  const mayVerify = useMay('audit.verify');
  const verifying = useMutation({ mutationFn: () => ask(verifyAuditLog()) });
  if (!mayVerify) return null;
  const { data } = verifying;
  return (
    <Card title="Is it as it was written?">
      <div className={classes.form}>
        <p className={classes.hint}>
          Rows are sealed in batches, each seal over the one before. Verifying recomputes all of them, and the
          copy of each record: a row that was changed, added or taken away shows.
        </p>
        {data?.ok && (
          <Status tone="ok">
            {`Nothing was changed: ${counted(data.rows, 'row')} in ${counted(data.seals, 'seal')}, ${counted(
              data.unsealed,
              'row',
            )} since the last seal. Verified ${dayAndTime(new Date(data.at))}.`}
          </Status>
        )}
        {data && !data.ok && (
          <Alert color="red" role="alert" title="The log is not as it was written">
            <ul>
              {data.faults.map(({ seal, code, message }) => (
                <li key={`${seal}:${code}:${message}`}>{message}</li>
              ))}
            </ul>
          </Alert>
        )}
        {verifying.error && (
          <Alert color="red" role="alert">
            {refusalOf(verifying.error).message}
          </Alert>
        )}
        <div className={classes.actions}>
          <Button variant="default" loading={verifying.isPending} onClick={() => verifying.mutate()}>
            Verify now
          </Button>
        </div>
      </div>
    </Card>
  );
}
