import { Button, TextInput } from '@mantine/core';
import type { AutomationHealth } from '@rap/contracts/api-client';
import { IconArrowDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Message } from '../parts/message.tsx';
import { PageHeader } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { briefly } from '../parts/when.ts';
import { useMay } from '../session/session.ts';
import table from '../parts/table.module.css';
import { AutomationMenu, ImportButton } from './automation-menu.tsx';
import {
  archivedAutomationsQuery,
  automationsQuery,
  healthQuery,
  type Automation,
} from './automation-queries.ts';
import { AutomationStatus } from './automation-status.tsx';
import type { AutomationsSearch } from './list-search.ts';

const TABS: readonly { readonly state: AutomationsSearch['state']; readonly label: string }[] = [
  { state: undefined, label: 'All' },
  { state: 'live', label: 'Live' },
  { state: 'draft', label: 'Drafts' },
  { state: 'paused', label: 'Paused or stopped' },
  { state: 'held', label: 'With people held' },
  { state: 'archived', label: 'Archived' },
];

/** Every automation with how it stands: who is inside, and who is held. */
export function AutomationsPage(): React.JSX.Element {
  const { state, sort = 'name' } = useSearch({ from: '/inside/automations' });
  const navigate = useNavigate({ from: '/automations' });
  const mayDraft = useMay('automation.draft');
  const standing = useQuery(automationsQuery);
  const archived = useQuery(archivedAutomationsQuery);
  const health = useQuery(healthQuery);
  const [words, setWords] = useState('');
  const healthOf = new Map(health.data?.items.map((one) => [one.automationId, one]));
  const asked = state === 'archived' ? archived : standing;
  const all = standing.data?.items ?? [];
  const within = (tab: AutomationsSearch['state']): readonly Automation[] =>
    tab === 'archived'
      ? (archived.data?.items ?? [])
      : all.filter((one) => fits(one, tab, healthOf.get(one.id)));
  const wanted = words.trim().toLowerCase();
  const items = within(state)
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((a, b) =>
      sort === 'name'
        ? a.name.localeCompare(b.name)
        : (healthOf.get(b.id)?.[sort] ?? 0) - (healthOf.get(a.id)?.[sort] ?? 0),
    );
  const live = all.filter((one) => one.state === 'live').length;
  const held = health.data?.items.reduce((sum, one) => sum + one.held, 0) ?? 0;
  const sorted = (by: NonNullable<AutomationsSearch['sort']>, label: string): React.JSX.Element => (
    <button
      type="button"
      className={table.sort}
      data-on={sort === by ? '' : undefined}
      onClick={() =>
        void navigate({ search: (now) => ({ ...now, sort: by === 'name' ? undefined : by }), replace: true })
      }
    >
      {label}
      {sort === by && <IconArrowDown size={12} aria-hidden="true" />}
    </button>
  );
  const ordered = (by: string) => (sort === by ? (by === 'name' ? 'ascending' : 'descending') : undefined);
  return (
    <>
      <PageHeader title="Automations" facts={standing.data ? `${live} live, ${all.length} in all` : '\u00a0'}>
        {held > 0 && (
          <Button component={Link} to="/automations/attention" variant="default" c="var(--rap-danger)">
            {held} held
          </Button>
        )}
        {mayDraft && <ImportButton />}
        <Button component={Link} to="/automations/gallery">
          Add from the gallery
        </Button>
      </PageHeader>
      <nav className={table.tabs} aria-label="Which automations">
        {TABS.map((tab) => (
          <Link
            key={tab.label}
            from="/automations"
            to="/automations"
            search={(now) => ({ sort: now.sort, state: tab.state })}
            className={table.tab}
            data-on={state === tab.state ? '' : undefined}
          >
            {tab.label}
            <span>{within(tab.state).length}</span>
          </Link>
        ))}
      </nav>
      <div className={table.toolbar}>
        <TextInput
          aria-label="Search automations"
          placeholder="Name of an automation"
          w={280}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      <div className={table.scroll}>
        {asked.isPending && <GreyRows count={6} />}
        {asked.error && <Refused error={asked.error} />}
        {asked.data && items.length === 0 && <Nothing first={all.length === 0 && state !== 'archived'} />}
        {items.length > 0 && (
          <table className={table.table}>
            <thead>
              <tr>
                <th aria-sort={ordered('name')}>{sorted('name', 'Name')}</th>
                <th>State</th>
                <th className={table.right} aria-sort={ordered('inside')}>
                  {sorted('inside', 'Inside now')}
                </th>
                <th className={table.right}>Held</th>
                <th className={table.right} aria-sort={ordered('entered')}>
                  {sorted('entered', 'Came in, 30 days')}
                </th>
                <th className={table.right} aria-sort={ordered('sent')}>
                  {sorted('sent', 'Sent, 30 days')}
                </th>
                <th className={table.right}>Not sent</th>
                <th>Last came in</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {items.map((automation) => (
                <tr key={automation.id}>
                  <td className={table.main}>
                    <Link to="/automations/$automationId" params={{ automationId: automation.id }}>
                      {automation.name}
                    </Link>
                  </td>
                  <td>
                    <AutomationStatus automation={automation} />
                  </td>
                  <HealthCells automationId={automation.id} health={healthOf.get(automation.id)} />
                  <td className={table.right} data-phone="no">
                    <AutomationMenu automation={automation} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </>
  );
}

function fits(
  { state }: Automation,
  tab: AutomationsSearch['state'],
  health: AutomationHealth | undefined,
): boolean {
  switch (tab) {
    case 'live':
      return state === 'live' || state === 'finishing';
    case 'draft':
      return state === 'draft';
    case 'paused':
      return state === 'paused' || state === 'stopped';
    case 'held':
      return (health?.held ?? 0) > 0;
    default:
      return true;
  }
}

const Nothing = ({ first }: { readonly first: boolean }): React.JSX.Element =>
  first ? (
    <Message title="No automations yet">
      An automation does what you would do by hand each time: write, wait, look whether they answered, remind
      you. Take one from the gallery: you can play it before you use it.
    </Message>
  ) : (
    <Message title="None is so" action={<Link to="/automations">Show all</Link>}>
      Another name, or another of the lists above.
    </Message>
  );

function HealthCells({
  automationId,
  health,
}: {
  readonly automationId: string;
  readonly health: AutomationHealth | undefined;
}): React.JSX.Element {
  return (
    <>
      <td className={table.right} data-unit=" inside">
        {health?.inside ?? 0}
      </td>
      <td className={table.right} data-phone="no">
        {health && health.held > 0 ? (
          <Link to="/automations/attention" search={{ automation: automationId }}>
            {health.held}
          </Link>
        ) : (
          'None'
        )}
      </td>
      <td className={table.right} data-phone="no">
        {health?.entered ?? 0}
      </td>
      <td className={table.right} data-phone="no">
        {health?.sent ?? 0}
      </td>
      <td className={table.right} data-phone="no">
        {health?.notSent ?? 0}
      </td>
      <td className="numeric" data-phone="no">
        {health?.lastEntryAt ? briefly(new Date(health.lastEntryAt)) : 'Not yet'}
      </td>
    </>
  );
}
