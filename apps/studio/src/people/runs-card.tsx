import { Button, Menu } from '@mantine/core';
import type { Enrolment } from '@rap/contracts/api-client';
import { Link } from '@tanstack/react-router';
import { Card } from '../parts/page.tsx';
import { Row, RowList } from '../parts/rows.tsx';
import { Status } from '../parts/status.tsx';
import { briefly } from '../parts/when.ts';
import { useMay } from '../session/session.ts';
import { useRunControl } from '../automations/use-run-control.ts';

/** The automations that somebody is inside, with the hand that can hold or end them. */
export function RunsCard({
  runs,
  personId,
}: {
  readonly runs: readonly Enrolment[];
  readonly personId: string;
}): React.JSX.Element | null {
  const open = runs.filter(({ status }) => status !== 'ended');
  if (open.length === 0) return null;
  return (
    <Card title="Automations" aside={`${open.length} running`}>
      <RowList label="Running automations">
        {open.map((run) => (
          <Row
            key={run.id}
            title={
              <Link
                to="/automations/$automationId/runs/$runId"
                params={{ automationId: run.automationId, runId: run.id }}
              >
                {run.automationName}
              </Link>
            }
            line={
              <>
                {run.status === 'attention' ? (
                  <Status tone="danger">Held at {run.atLabel}</Status>
                ) : (
                  run.atLabel
                )}
                {run.held && <Status tone="warn">On hold: {run.held}</Status>}
              </>
            }
            when={run.wakeAt ? `until ${briefly(new Date(run.wakeAt))}` : undefined}
            action={<RunMenu run={run} personId={personId} />}
          />
        ))}
      </RowList>
    </Card>
  );
}

function RunMenu({
  run,
  personId,
}: {
  readonly run: Enrolment;
  readonly personId: string;
}): React.JSX.Element | null {
  const mayControl = useMay('run.control');
  const controlling = useRunControl(run.id, ['person', personId]);
  if (!mayControl) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" px={8} aria-label={`What to do with ${run.automationName}`}>
          …
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {run.held ? (
          <Menu.Item onClick={() => controlling.mutate({ wish: { do: 'release' }, words: 'It goes on' })}>
            Let it go on
          </Menu.Item>
        ) : (
          <Menu.Item
            onClick={() =>
              controlling.mutate({ wish: { do: 'hold', reason: 'held by hand' }, words: 'It is on hold' })
            }
          >
            Hold it
          </Menu.Item>
        )}
        <Menu.Item
          color="red"
          onClick={() =>
            controlling.mutate({ wish: { do: 'end', reason: 'ended by hand' }, words: 'It ended' })
          }
        >
          End it
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
