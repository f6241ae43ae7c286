import { Button, Menu } from '@mantine/core';
import {
  deleteWebhookEndpoint,
  disableWebhookEndpoint,
  enableWebhookEndpoint,
  pingWebhookEndpoint,
  rotateWebhookSecret,
  type WebhookEndpoint,
} from '@rap/contracts/api-client';
import { webhookConsumer } from '@rap/contracts/webhook-consumer';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { useMay } from '../../session/session.ts';
import { ReplayDialog } from '../events/replay-dialog.tsx';

const OVERLAP_HOURS = 24;

/** What a hand may do with an address that is told. */
export function EndpointMenu({
  endpoint: { id, version, description, disabledAt },
  onChange,
  onSecret,
}: {
  readonly endpoint: WebhookEndpoint;
  readonly onChange: () => void;
  readonly onSecret: (secret: string) => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'secret' | 'remove' | 'again'>();
  const acting = useMutation({
    mutationFn: async ({ act }: { readonly act: () => Promise<unknown>; readonly words: string }) => act(),
    onSuccess: (_answer, { words }) => sayDone(words),
    // a question that is still open says it itself
    onError: (error) => asking === undefined && sayRefused('It was not done', error),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  // what a question before this one was refused with is not its own
  const open = (what: NonNullable<typeof asking>): void => {
    acting.reset();
    setAsking(what);
  };
  const mayReplay = useMay('spine.control');
  const path = { id };
  const enable = (from: 'where_it_stopped' | 'now') => () =>
    ask(enableWebhookEndpoint({ path, body: { version, from } }));
  const rotate = async (): Promise<void> => {
    const { secret } = await ask(
      rotateWebhookSecret({ path, body: { version, overlapHours: OVERLAP_HOURS } }),
    );
    onSecret(secret);
  };
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            px={8}
            loading={acting.isPending}
            aria-label={`What to do with ${description}`}
          >
            …
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onChange}>Change</Menu.Item>
          {!disabledAt && (
            <Menu.Item
              onClick={() =>
                acting.mutate({
                  act: () => ask(pingWebhookEndpoint({ path })),
                  words: 'A test message is on its way: look into the log',
                })
              }
            >
              Send a test message
            </Menu.Item>
          )}
          {!disabledAt && mayReplay && (
            <Menu.Item onClick={() => open('again')}>Tell again what happened since…</Menu.Item>
          )}
          <Menu.Item onClick={() => open('secret')}>
            New secret; the old one signs for {OVERLAP_HOURS} hours too
          </Menu.Item>
          {disabledAt ? (
            <>
              <Menu.Item
                onClick={() =>
                  acting.mutate({ act: enable('where_it_stopped'), words: `${description} is told again` })
                }
              >
                Switch on, and tell what happened meanwhile
              </Menu.Item>
              <Menu.Item
                onClick={() => acting.mutate({ act: enable('now'), words: `${description} is told again` })}
              >
                Switch on from now
              </Menu.Item>
            </>
          ) : (
            <Menu.Item
              onClick={() =>
                acting.mutate({
                  act: () => ask(disableWebhookEndpoint({ path, body: { version } })),
                  words: `${description} is told nothing`,
                })
              }
            >
              Switch off
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item color="red" onClick={() => open('remove')}>
            Take away
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'again' && (
        <ReplayDialog
          consumer={webhookConsumer(id)}
          name={description}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === 'secret' && (
        <AskFirst
          title={`A new secret for ${description}`}
          verb="Make it"
          pending={acting.isPending}
          error={acting.error}
          onYes={() =>
            acting.mutate(
              { act: rotate, words: `The old secret still signs for ${OVERLAP_HOURS} hours` },
              { onSuccess: () => setAsking(undefined) },
            )
          }
          onClose={() => setAsking(undefined)}
        >
          It is shown once. The other system has {OVERLAP_HOURS} hours to take it; after that what the old one
          signs is refused there.
        </AskFirst>
      )}
      {asking === 'remove' && (
        <AskFirst
          title={`Take ${description} away`}
          verb="Take it away"
          pending={acting.isPending}
          error={acting.error}
          onYes={() =>
            acting.mutate(
              {
                act: () => ask(deleteWebhookEndpoint({ path, query: { version } })),
                words: `${description} is taken away`,
              },
              { onSuccess: () => setAsking(undefined) },
            )
          }
          onClose={() => setAsking(undefined)}
        >
          It is told nothing any more, also not what waits to be told. Its log stays.
        </AskFirst>
      )}
    </>
  );
}
