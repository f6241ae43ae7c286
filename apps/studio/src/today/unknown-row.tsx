import { Button, Menu } from '@mantine/core';
import { tellFinding, type FindingTold } from '@rap/contracts/api-client';
import { IconChevronDown, IconMailQuestion } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { KindTile, Row } from '../parts/rows.tsx';
import { briefly } from '../parts/when.ts';
import { todayQuery, type UnknownMessage } from './today-query.ts';

type Finding = FindingTold['finding'];

const SAID: Record<Finding, string> = {
  arrived: 'Noted: it arrived',
  sent_again: 'The same message is sent again',
  left: 'Noted: it did not arrive, and is not sent again',
};

/** A message of which nobody knows whether it arrived: somebody finds out, and says so here. */
export function UnknownRow({ message }: { readonly message: UnknownMessage }): React.JSX.Element {
  const queries = useQueryClient();
  const { id, personId, personName, channel, words, handedAt } = message;
  const telling = useMutation({
    mutationFn: (finding: Finding) => ask(tellFinding({ path: { id }, body: { finding } })),
    onSuccess: (_noted, finding) => sayDone(SAID[finding]),
    onError: (error) => sayRefused('It was not noted', error),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries(todayQuery),
        queries.invalidateQueries({ queryKey: ['tasks'] }),
      ]),
  });
  return (
    <Row
      tile={<KindTile kind="message" icon={IconMailQuestion} />}
      title={
        <Link to="/people/$personId" params={{ personId }}>
          {personName}
        </Link>
      }
      line={`Did the ${channel === 'email' ? 'email' : 'text'} arrive? The line was lost while it was handed over: ${words}`}
      when={briefly(new Date(handedAt))}
      action={
        <Button.Group>
          <Button
            variant="default"
            loading={telling.isPending}
            aria-label={`The message to ${personName} arrived`}
            onClick={() => telling.mutate('arrived')}
          >
            It arrived
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" px={8} aria-label={`The message to ${personName} did not arrive`}>
                <IconChevronDown size={14} aria-hidden="true" />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => telling.mutate('sent_again')}>It did not: send it again</Menu.Item>
              <Menu.Item onClick={() => telling.mutate('left')}>It did not: leave it so</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Button.Group>
      }
    />
  );
}
