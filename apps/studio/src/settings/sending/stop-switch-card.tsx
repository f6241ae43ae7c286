import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { throwStopSwitch, type SendingRules } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { sayDone } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { firmQuery } from '../../shell/firm-query.ts';
import classes from '../settings.module.css';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { rulesQuery } from './use-rules.ts';

/** Nothing leaves the firm while it is on. */
export function StopSwitchCard({
  rules: { stopSending },
  readOnly,
}: {
  readonly rules: SendingRules;
  readonly readOnly: boolean;
}): React.JSX.Element {
  const [asking, setAsking] = useState(false);
  return (
    <Card
      title="Stop switch"
      aside={
        <Status tone={stopSending ? 'danger' : 'ok'}>
          {stopSending ? 'Nothing leaves' : 'Messages leave'}
        </Status>
      }
    >
      <div className={classes.form}>
        <p className={classes.hint}>
          {stopSending
            ? 'Every email and text waits: those of automations, and those that people write. What is too late when you switch it off again is not sent, and says so.'
            : 'Stops every email and text of the firm at once, those of automations and those that people write. Nothing is lost: what waits leaves when you switch it off, unless it is too late by then.'}
        </p>
        {!readOnly && (
          <div className={classes.actions}>
            <Button color={stopSending ? undefined : 'red'} onClick={() => setAsking(true)}>
              {stopSending ? 'Let messages leave again' : 'Stop everything'}
            </Button>
          </div>
        )}
      </div>
      {asking && <WhyDialog on={!stopSending} onClose={() => setAsking(false)} />}
    </Card>
  );
}

function WhyDialog({
  on,
  onClose,
}: {
  readonly on: boolean;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const throwing = useMutation({
    mutationFn: () => ask(throwStopSwitch({ body: { on, reason } })),
    onSuccess: (now) => {
      queries.setQueryData(rulesQuery.queryKey, now);
      void queries.invalidateQueries({ queryKey: firmQuery.queryKey });
      sayDone(on ? 'Nothing leaves any more' : 'Messages leave again');
      onClose();
    },
  });
  const refusal = throwing.error instanceof Refusal ? throwing.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    throwing.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={on ? 'Stop everything?' : 'Let messages leave again?'}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <TextInput
            label="Why"
            description="It stands in the firm's history"
            data-autofocus
            error={refusal?.at('reason')}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" color={on ? 'red' : undefined} loading={throwing.isPending}>
              {on ? 'Stop everything' : 'Let them leave'}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
