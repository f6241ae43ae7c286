import { Button, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import {
  beginSecondFactor,
  confirmSecondFactor,
  ownSecondFactor,
  removeSecondFactor,
} from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { sayDone } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Status } from '../../parts/status.tsx';
import { Authenticator } from '../../session/authenticator.tsx';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import classes from '../settings.module.css';

const QUERY_KEY = ['ownSecondFactor'];

/** A code of an app beside the password. */
export function OwnSecondFactor(): React.JSX.Element {
  const standing = useQuery({ queryKey: QUERY_KEY, queryFn: () => ask(ownSecondFactor()) });
  const [open, setOpen] = useState<'begin' | 'remove'>();
  const on = standing.data?.on === true;
  return (
    <Card
      title="Second factor"
      aside={standing.data && <Status tone={on ? 'ok' : 'warn'}>{on ? 'On' : 'Off'}</Status>}
    >
      {standing.error && <Refused error={standing.error} within="card" />}
      <div className={classes.form}>
        <p className={classes.hint}>
          {on
            ? 'Whoever has your password alone does not get in: a code of your authenticator app is asked for too.'
            : 'Whoever gets hold of your password gets in. With an authenticator app on your phone they do not.'}
        </p>
        {standing.data && (
          <div className={classes.actions}>
            <Button variant="default" onClick={() => setOpen(on ? 'remove' : 'begin')}>
              {on ? 'Switch it off' : 'Set it up'}
            </Button>
          </div>
        )}
      </div>
      {open === 'begin' && <Begin onClose={() => setOpen(undefined)} />}
      {open === 'remove' && <Remove onClose={() => setOpen(undefined)} />}
    </Card>
  );
}

/** The password once more, then the app. */
function Begin({ onClose }: { readonly onClose: () => void }): React.JSX.Element {
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const beginning = useMutation({ mutationFn: () => ask(beginSecondFactor({ body: { password } })) });
  const refusal = beginning.error instanceof Refusal ? beginning.error : undefined;
  const enrolment = beginning.data;
  const close = (): void => {
    void queries.invalidateQueries({ queryKey: QUERY_KEY });
    onClose();
  };
  return (
    <Modal opened onClose={close} title="Set up a second factor" closeOnClickOutside={false}>
      {enrolment ? (
        <Authenticator
          begin={() => Promise.resolve(enrolment)}
          confirm={(code) => ask(confirmSecondFactor({ body: { code } }))}
          onDone={() => {
            sayDone('The second factor is on');
            close();
          }}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            beginning.mutate();
          }}
        >
          <Stack gap="sm">
            <PasswordInput
              label="Your password, once more"
              autoComplete="current-password"
              data-autofocus
              error={refusal?.at('password') ?? refusal?.message}
              value={password}
              onChange={({ currentTarget }) => setPassword(currentTarget.value)}
            />
            <DialogFoot onClose={close}>
              <Button type="submit" disabled={password === ''} loading={beginning.isPending}>
                Go on
              </Button>
            </DialogFoot>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

function Remove({ onClose }: { readonly onClose: () => void }): React.JSX.Element {
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const removing = useMutation({
    mutationFn: () => ask(removeSecondFactor({ body: { password, code: code.trim() } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: QUERY_KEY });
      sayDone('The second factor is off');
      onClose();
    },
  });
  const refusal = removing.error instanceof Refusal ? removing.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    removing.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Switch off the second factor?">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <PasswordInput
            label="Your password"
            autoComplete="current-password"
            data-autofocus
            error={refusal?.at('password')}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <TextInput
            label="A code of the app, or a recovery code"
            autoComplete="one-time-code"
            error={refusal?.at('code')}
            value={code}
            onChange={({ currentTarget }) => setCode(currentTarget.value)}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" color="red" loading={removing.isPending}>
              Switch it off
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
