import { Button } from '@mantine/core';
import { changeFirm, firstSteps, type FirstSteps } from '@rap/contracts/api-client';
import {
  IconCircleCheckFilled,
  IconFingerprint,
  IconMail,
  IconPhone,
  IconRoute,
  IconUserPlus,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { Card } from '../parts/page.tsx';
import { KindTile, Row, RowList } from '../parts/rows.tsx';
import { firmQuery } from '../shell/firm-query.ts';

const QUERY_KEY = ['firstSteps'];

type Step = FirstSteps['items'][number]['step'];
const STEPS: Record<Step, { title: string; line: string; to: string; icon: TablerIcon }> = {
  sender: {
    title: 'Say which domain your mail comes from',
    line: 'Before that no email leaves',
    to: '/settings/sending',
    icon: IconMail,
  },
  numbers: {
    title: 'Give the number that texts come from',
    line: 'Before that no text leaves',
    to: '/settings/sending',
    icon: IconPhone,
  },
  own_sign_in: {
    title: 'Make your sign-in safe',
    line: 'A passkey, or a code of your phone beside the password',
    to: '/settings/account',
    icon: IconFingerprint,
  },
  colleagues: {
    title: 'Invite whoever works with you',
    line: 'Each with a role and the books they work for',
    to: '/settings/team',
    icon: IconUserPlus,
  },
  people: {
    title: 'Add the first people',
    line: 'By hand, or by a form on your site',
    to: '/leads',
    icon: IconUsers,
  },
  automation: {
    title: 'Let an automation run',
    line: 'Take one from the gallery, play it, publish it',
    to: '/automations/gallery',
    icon: IconRoute,
  },
};

/** What a new firm does first, until all of it is done or somebody does not want to see it any more. */
export function FirstStepsCard(): React.JSX.Element | null {
  const queries = useQueryClient();
  const steps = useQuery({ queryKey: QUERY_KEY, queryFn: () => ask(firstSteps()) });
  const firm = useQuery(firmQuery);
  const closing = useMutation({
    mutationFn: () =>
      ask(changeFirm({ body: { version: firm.data?.version ?? 0, settings: { firstStepsClosed: true } } })),
    onSuccess: (now) => {
      queries.setQueryData(firmQuery.queryKey, now);
      void queries.invalidateQueries({ queryKey: QUERY_KEY });
      sayDone('The list is put away');
    },
    onError: (error) => sayRefused('The list stays', error),
  });
  const items = steps.data?.items ?? [];
  const done = items.filter((item) => item.done).length;
  // whoever cannot see them is shown nothing: the page is about other things
  if (!steps.data || steps.data.closed || done === items.length) return null;
  return (
    <Card title="First steps" aside={`${done} of ${items.length} done`}>
      <RowList label="First steps">
        {items.map((item) => {
          const { title, line, to, icon } = STEPS[item.step];
          return (
            <Row
              key={item.step}
              tile={
                <KindTile
                  kind={item.done ? 'goal' : 'work'}
                  icon={item.done ? IconCircleCheckFilled : icon}
                />
              }
              title={item.done ? title : <Link to={to}>{title}</Link>}
              line={item.done ? 'Done' : line}
              action={
                !item.done && (
                  <Button
                    size="xs"
                    variant="default"
                    renderRoot={(props: object) => <Link to={to} {...props} />}
                  >
                    Open
                  </Button>
                )
              }
            />
          );
        })}
      </RowList>
      <div style={{ padding: '8px 16px 16px' }}>
        <Button size="xs" variant="subtle" loading={closing.isPending} onClick={() => closing.mutate()}>
          Do not show this list any more
        </Button>
      </div>
    </Card>
  );
}
