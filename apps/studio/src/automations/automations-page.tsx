import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { refusalOf } from '../api/refusal.ts';
import { Message } from '../parts/message.tsx';
import { PageHeader } from '../parts/page.tsx';
import { GreyRows } from '../parts/rows.tsx';
import table from '../parts/table.module.css';
import { AutomationStatus } from './automation-status.tsx';
import { attentionQuery, automationsQuery } from './automation-queries.ts';

/** Every automation with how it stands: who is inside, and who is held. */
export function AutomationsPage(): React.JSX.Element {
  const automations = useQuery(automationsQuery);
  const attention = useQuery(attentionQuery);
  const items = automations.data?.items ?? [];
  const live = items.filter(({ state }) => state === 'live').length;
  const heldAt = (id: string): number =>
    attention.data?.items.filter(({ automationId }) => automationId === id).length ?? 0;
  return (
    <>
      <PageHeader
        title="Automations"
        facts={automations.data ? `${live} live, ${items.length} in all` : '\u00a0'}
      >
        <Button component={Link} to="/automations/gallery">
          Add from the gallery
        </Button>
      </PageHeader>
      <div className={table.scroll}>
        {automations.isPending && <GreyRows count={6} />}
        {automations.error && (
          <Message title={refusalOf(automations.error).problem.title}>
            {refusalOf(automations.error).problem.detail}
          </Message>
        )}
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
                <th className={table.right}>Version</th>
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
                  <td className={table.right} data-phone="no">
                    {automation.inside}
                  </td>
                  <td className={table.right} data-phone="no">
                    {heldAt(automation.id) || 'None'}
                  </td>
                  <td className={table.right} data-phone="no">
                    {automation.liveNumber ?? 'Draft'}
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
