import { Button, NativeSelect } from '@mantine/core';
import { compareVersions, listVersions } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { Message } from '../parts/message.tsx';
import { Card, Column, Columns, PageBody, PageHeader } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { GreyRows, RowList } from '../parts/rows.tsx';
import { VersionRow } from '../parts/version-row.tsx';
import { automationQuery } from './automation-queries.ts';
import { ChangesList } from './changes-list.tsx';

/** Every version that an automation ever had, and what any of them has that another has not. */
export function VersionsPage(): React.JSX.Element {
  const { automationId } = useParams({ from: '/inside/automations/$automationId/versions' });
  const { from, to } = useSearch({ from: '/inside/automations/$automationId/versions' });
  const navigate = useNavigate({ from: '/automations/$automationId/versions' });
  const automation = useQuery(automationQuery(automationId));
  const versions = useQuery({
    queryKey: ['automations', 'versions', automationId],
    queryFn: () => ask(listVersions({ path: { id: automationId } })),
  });
  const items = versions.data?.items ?? [];
  const numbers = items.map(({ number }) => number);
  const shownTo = to !== undefined && numbers.includes(to) ? to : numbers[0];
  const before = numbers.filter((number) => number < (shownTo ?? 0));
  const shownFrom = from !== undefined && numbers.includes(from) ? from : (before[0] ?? shownTo);
  if (versions.error) {
    return (
      <Refused
        within="whole"
        error={versions.error}
        action={<Link to="/automations">See the automations</Link>}
      />
    );
  }
  const choices = numbers.map((number) => ({ value: String(number), label: `Version ${number}` }));
  return (
    <>
      <PageHeader
        title="Versions"
        crumbs={
          <Link to="/automations/$automationId" params={{ automationId }}>
            {automation.data?.name ?? 'The automation'}
          </Link>
        }
        facts="Who is inside stays on the version that they began with, unless it was published otherwise"
      />
      <PageBody>
        <Columns>
          <Column>
            <Card title="All versions" aside={String(items.length)}>
              {versions.isPending && <GreyRows />}
              <RowList label="Versions">
                {items.map((version) => (
                  <VersionRow
                    key={version.id}
                    version={version}
                    action={
                      <Button
                        component={Link}
                        to={`/automations/${automationId}/versions/${version.number}`}
                        size="xs"
                        variant="default"
                      >
                        {version.inside > 0 ? `${version.inside} inside` : 'Look'}
                      </Button>
                    }
                  />
                ))}
              </RowList>
            </Card>
          </Column>
          <Column>
            <Card title="What changed">
              <div style={{ display: 'grid', gap: 12, padding: 16 }}>
                {choices.length > 1 && (
                  <>
                    <NativeSelect
                      label="From"
                      data={choices}
                      value={String(shownFrom ?? '')}
                      onChange={({ currentTarget }) =>
                        void navigate({
                          search: (now) => ({ ...now, from: Number(currentTarget.value) }),
                          replace: true,
                        })
                      }
                    />
                    <NativeSelect
                      label="To"
                      data={choices}
                      value={String(shownTo ?? '')}
                      onChange={({ currentTarget }) =>
                        void navigate({
                          search: (now) => ({ ...now, to: Number(currentTarget.value) }),
                          replace: true,
                        })
                      }
                    />
                  </>
                )}
                {shownFrom !== undefined && shownTo !== undefined && (
                  <Changes automationId={automationId} from={shownFrom} to={shownTo} />
                )}
              </div>
            </Card>
          </Column>
        </Columns>
      </PageBody>
    </>
  );
}

function Changes({
  automationId,
  from,
  to,
}: {
  readonly automationId: string;
  readonly from: number;
  readonly to: number;
}): React.JSX.Element {
  const difference = useQuery({
    queryKey: ['automations', 'difference', automationId, from, to],
    queryFn: () => ask(compareVersions({ path: { id: automationId, number: to }, query: { from } })),
    enabled: from !== to,
  });
  if (from === to) {
    return (
      <Message within="card" title="One version alone">
        What two of them do differently stands here.
      </Message>
    );
  }
  if (difference.error) return <Refused error={difference.error} within="card" />;
  if (!difference.data) return <GreyRows count={2} />;
  return difference.data.changes.length === 0 ? (
    <p style={{ margin: 0 }}>They do the same.</p>
  ) : (
    <ChangesList changes={difference.data.changes} />
  );
}
