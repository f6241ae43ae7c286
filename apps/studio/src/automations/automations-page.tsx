import { Button } from '@mantine/core';
import type { AutomationHealth } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Message } from '../parts/message.tsx';
import { PageHeader } from '../parts/page.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { briefly } from '../parts/when.ts';
import table from '../parts/table.module.css';
import { AutomationStatus } from './automation-status.tsx';
import { automationsQuery, healthQuery } from './automation-queries.ts';
import { Refused } from '../parts/refused.tsx';

/** Every automation with how it stands: who is inside, and who is held. */
export function AutomationsPage(): React.JSX.Element {
  const automations = useQuery(automationsQuery);
  const health = useQuery(healthQuery);
  const items = automations.data?.items ?? [];
  const live = items.filter(({ state }) => state === 'live').length;
  const healthOf = (id: string) => health.data?.items.find(({ automationId }) => automationId === id);
  const held = health.data?.items.reduce((sum, one) => sum + one.held, 0) ?? 0;
  return (
    <>
      <PageHeader
        title="Automations"
        facts={automations.data ? `${live} live, ${items.length} in all` : '\u00a0'}
      >
        {held > 0 && (
          <Button component={Link} to="/automations/attention" variant="default" c="var(--rap-danger)">
            {held} held
          </Button>
        )}
        <Button component={Link} to="/automations/gallery">
          Add from the gallery
        </Button>
      </PageHeader>
      <div className={table.scroll}>
        {automations.isPending && <GreyRows count={6} />}
        {automations.error && <Refused error={automations.error} />}
        {!automations.isPending && !automations.error && items.length === 0 && (
          <Message title="No automations yet">
            An automation does what you would do by hand each time: write, wait, look whether they answered,
            remind you. Take one from the gallery: you can play it before you use it.
          </Message>
        )}
        {items.length > 0 && (
          <table className={table.table}>
            <thead>
              <tr>
                <th>Name</th>
                <th>State</th>
                <th className={table.right}>Inside now</th>
                <th className={table.right}>Held</th>
                <th className={table.right}>Came in, 30 days</th>
                <th className={table.right}>Sent, 30 days</th>
                <th className={table.right}>Not sent</th>
                <th>Last came in</th>
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
                  <HealthCells automationId={automation.id} health={healthOf(automation.id)} />
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </>
  );
}

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
