import { Button } from '@mantine/core';
import { ownPasskeys, removePasskey, type PasskeyShown } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { sayDone } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Row, RowList } from '../../parts/rows.tsx';
import { dayAndTime } from '../../parts/when.ts';
import classes from '../settings.module.css';
import { NewPasskey } from './new-passkey.tsx';

const QUERY_KEY = ['ownPasskeys'];

/** Keys of the account that no letter can ask for: they are good on this site alone. */
export function OwnPasskeys(): React.JSX.Element {
  const queries = useQueryClient();
  const passkeys = useQuery({ queryKey: QUERY_KEY, queryFn: () => ask(ownPasskeys()) });
  const [open, setOpen] = useState<'new' | PasskeyShown>();
  const fetchAgain = (): void => void queries.invalidateQueries({ queryKey: QUERY_KEY });
  const removing = useMutation({
    mutationFn: (id: string) => ask(removePasskey({ path: { id } })),
    onSuccess: () => {
      setOpen(undefined);
      sayDone('It signs nobody in any more');
      fetchAgain();
    },
  });
  const { offered = false, items = [] } = passkeys.data ?? {};
  return (
    <Card title="Passkeys">
      {passkeys.error && <Refused error={passkeys.error} within="card" />}
      <div className={classes.form}>
        <p className={classes.hint}>
          {passkeys.data && !offered
            ? 'Passkeys need an address with a name, and this installation is reached by a number: whoever runs it can give it one (PUBLIC_URL).'
            : 'Sign in with your finger, your face or the PIN of your device. Nobody can lure a passkey out of you, and it counts as a second factor.'}
        </p>
      </div>
      {items.length > 0 && (
        <RowList label="Passkeys">
          {items.map((passkey) => (
            <Row
              key={passkey.id}
              title={passkey.name}
              line={`Made ${dayAndTime(new Date(passkey.createdAt))}`}
              when={
                passkey.lastUsedAt === null
                  ? 'not used yet'
                  : `used ${dayAndTime(new Date(passkey.lastUsedAt))}`
              }
              action={
                <Button size="xs" variant="default" onClick={() => setOpen(passkey)}>
                  Remove
                </Button>
              }
            />
          ))}
        </RowList>
      )}
      {offered && (
        <div className={classes.form}>
          <div className={classes.actions}>
            <Button variant="default" onClick={() => setOpen('new')}>
              Add a passkey
            </Button>
          </div>
        </div>
      )}
      {open === 'new' && (
        <NewPasskey
          onClose={() => setOpen(undefined)}
          onMade={() => {
            setOpen(undefined);
            sayDone('The passkey is made');
            fetchAgain();
          }}
        />
      )}
      {typeof open === 'object' && (
        <AskFirst
          title={`Remove “${open.name}”`}
          verb="Remove it"
          pending={removing.isPending}
          error={removing.error}
          onYes={() => removing.mutate(open.id)}
          onClose={() => setOpen(undefined)}
        >
          It signs nobody in any more. The device still shows it until it is deleted there.
        </AskFirst>
      )}
    </Card>
  );
}
