import { Button } from '@mantine/core';
import { checkSenderDomain } from '@rap/contracts/api-client';
import { useMutation } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { whoCan } from '../../session/session.ts';
import classes from '../settings.module.css';
import { DomainRecord, STANDS } from './domain-record.tsx';

/** Whether receivers can tell the firm's mail from forged mail, and the records that make it so. */
export function DomainCard({
  domain,
  readOnly,
}: {
  readonly domain: string;
  readonly readOnly: boolean;
}): React.JSX.Element {
  const checking = useMutation({ mutationFn: () => ask(checkSenderDomain()) });
  const { data, error, isPending } = checking;
  return (
    <Card
      title="Is mail known to be yours?"
      aside={data && <Status tone={STANDS[data.tone].tone}>{STANDS[data.tone].said}</Status>}
    >
      <div className={classes.form}>
        <p className={classes.hint}>
          {domain
            ? `Mailbox providers look up three records of ${domain} to tell your mail from forged mail. Whoever looks after the domain puts them there; this reads what stands there now.`
            : 'Give the firm a domain of emails above; then this tells which records its DNS has to show.'}
        </p>
        <div className={classes.actions}>
          {readOnly && <span className={classes.hint}>Checked by {whoCan('settings.change')}</span>}
          {data && <span className={classes.hint}>Checked {dayAndTime(new Date(data.checkedAt))}</span>}
          <Button
            variant="default"
            disabled={!domain || readOnly}
            loading={isPending}
            onClick={() => checking.mutate()}
          >
            {data || error ? 'Check again' : 'Check the domain'}
          </Button>
        </div>
      </div>
      <div aria-live="polite">
        {isPending && !data && <GreyRows count={3} />}
        {error && <Refused error={error} within="card" />}
        {data?.records.map((record) => (
          <DomainRecord key={`${record.kind}:${record.host}`} record={record} />
        ))}
      </div>
    </Card>
  );
}
