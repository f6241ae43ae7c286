import { Button } from '@mantine/core';
import { listApiKeys, revokeApiKey, type ApiKey } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { counted } from '../../parts/counted.ts';
import { Message } from '../../parts/message.tsx';
import { useUserNames } from '../../parts/names.ts';
import { sayDone } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime, dayOf } from '../../parts/when.ts';
import { SectionFrame } from '../section.tsx';
import { ShownOnce } from '../shown-once.tsx';
import { NewKey } from './new-key.tsx';

const DAY_MS = 86_400_000;
/** so long before its end a key is said to need another */
const SOON_DAYS = 14;
const keysQuery = { queryKey: ['apiKeys'], queryFn: () => ask(listApiKeys()) };

/** By which programs ask in the name of the firm. */
export function ApiKeysSection(): React.JSX.Element {
  const queries = useQueryClient();
  const keys = useQuery(keysQuery);
  const nameOf = useUserNames();
  const [making, setMaking] = useState(false);
  const [token, setToken] = useState<string>();
  const [revoked, setRevoked] = useState<ApiKey>();
  const revoking = useMutation({
    mutationFn: (id: string) => ask(revokeApiKey({ path: { id } })),
    onSuccess: () => {
      sayDone('The key opens nothing any more');
      setRevoked(undefined);
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  const items = keys.data?.items ?? [];
  return (
    <SectionFrame
      title="API keys"
      facts="A key can do no more than the one who made it"
      actions={<Button onClick={() => setMaking(true)}>New key</Button>}
    >
      <Card title="Keys" aside={counted(items.filter(isOpen).length, 'open key')}>
        {keys.isPending && <GreyRows />}
        {keys.error && <Refused error={keys.error} within="card" />}
        {keys.data && items.length === 0 && (
          <Message within="card" title="No program has a key">
            A key lets another program read or write what you allow it, until a day that you set.
          </Message>
        )}
        <RowList label="API keys">
          {items.map((key) => (
            <Row
              key={key.id}
              title={
                <>
                  {key.name} <code>{key.prefix}…</code>
                </>
              }
              line={`${counted(key.scopes.length, 'ability', 'abilities')}, made by ${nameOf(key.madeById)}, ${
                key.lastUsedAt ? `last used ${dayAndTime(new Date(key.lastUsedAt))}` : 'never used'
              }`}
              when={<Standing apiKey={key} />}
              action={
                isOpen(key) && (
                  <Button size="xs" variant="default" onClick={() => setRevoked(key)}>
                    Revoke
                  </Button>
                )
              }
            />
          ))}
        </RowList>
      </Card>
      {making && (
        <NewKey
          onMade={(made) => {
            void queries.invalidateQueries({ queryKey: keysQuery.queryKey });
            setMaking(false);
            setToken(made);
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {token && (
        <ShownOnce title="The new key" secret={token} onClose={() => setToken(undefined)}>
          <p>It is shown this once. Send it as the header Authorization, after the word Bearer.</p>
        </ShownOnce>
      )}
      {revoked && (
        <AskFirst
          title={`Revoke ${revoked.name}?`}
          verb="Revoke"
          pending={revoking.isPending}
          error={revoking.error}
          onYes={() => revoking.mutate(revoked.id)}
          onClose={() => setRevoked(undefined)}
        >
          <p>The program that has it is refused from now on. A revoked key does not come back.</p>
        </AskFirst>
      )}
    </SectionFrame>
  );
}

const isOpen = ({ revokedAt, expiresAt }: ApiKey): boolean =>
  revokedAt === null && Date.parse(expiresAt) > Date.now();

function Standing({ apiKey: { revokedAt, expiresAt } }: { readonly apiKey: ApiKey }): React.JSX.Element {
  const ends = new Date(expiresAt);
  const left = ends.getTime() - Date.now();
  if (revokedAt) return <Status tone="neutral">Revoked {dayOf(new Date(revokedAt))}</Status>;
  if (left <= 0) return <Status tone="danger">Ran out {dayOf(ends)}</Status>;
  if (left < SOON_DAYS * DAY_MS) return <Status tone="warn">Runs out {dayOf(ends)}</Status>;
  return <>until {dayOf(ends)}</>;
}
