import { Button, Menu } from '@mantine/core';
import type { Enrolment } from '@rap/contracts/api-client';
import { Link } from '@tanstack/react-router';
import { Card } from '../parts/page.tsx';
import { Row, RowList } from '../parts/rows.tsx';
import { Status } from '../parts/status.tsx';
import { briefly } from '../parts/when.ts';
import { useMay } from '../session/session.ts';
import { useRunControl } from '../automations/use-run-control.ts';

const LATEST_ENDED = 3;

/** The automations that somebody is inside, with the hand that can hold or end them, and those that ended last. */
export function RunsCard({
  runs,
  personId,
}: {
  readonly runs: readonly Enrolment[];
  readonly personId: string;
}): React.JSX.Element | null {
  const open = runs.filter(({ status }) => status !== 'ended');
  const ended = runs.filter(({ status }) => status === 'ended').slice(0, LATEST_ENDED);
  if (open.length + ended.length === 0) return null;
  return (
    <Card title="Automations" aside={open.length > 0 ? `${open.length} running` : 'None running'}>
      <RowList label="Automations of this person">
        {open.map((run) => (
          <Row
            key={run.id}
            title={<PathLink run={run} />}
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
        {ended.map((run) => {
          const last = run.steps.at(-1);
          return (
            <Row
              key={run.id}
              title={<PathLink run={run} />}
              line={last ? `Ended: ${last.label}` : 'Ended'}
              when={last && briefly(new Date(last.at))}
            />
          );
        })}
      </RowList>
    </Card>
  );
}

const PathLink = ({ run }: { readonly run: Enrolment }): React.JSX.Element => (
  <Link
    to="/automations/$automationId/runs/$runId"
    params={{ automationId: run.automationId, runId: run.id }}
  >
    {run.automationName}
  </Link>
);

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
