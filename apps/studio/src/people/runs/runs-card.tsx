import { Button } from '@mantine/core';
import type { Enrolment } from '@rap/contracts/api-client';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Card } from '../../parts/page.tsx';
import { Row, RowList } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { briefly } from '../../parts/when.ts';
import { useMay } from '../../session/session.ts';
import { RunMenu } from './run-menu.tsx';
import { StartDialog } from './start-dialog.tsx';

const LATEST_ENDED = 3;

/** The automations that somebody is inside, with the hand that can hold or end them, and those that ended last. */
export function RunsCard({
  runs,
  personId,
  name,
}: {
  readonly runs: readonly Enrolment[];
  readonly personId: string;
  readonly name: string;
}): React.JSX.Element | null {
  const mayStart = useMay('automation.enrol');
  const [starting, setStarting] = useState(false);
  const open = runs.filter(({ status }) => status !== 'ended');
  const ended = runs.filter(({ status }) => status === 'ended').slice(0, LATEST_ENDED);
  if (open.length + ended.length === 0 && !mayStart) return null;
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
      {mayStart && (
        <Button variant="default" size="xs" m="md" onClick={() => setStarting(true)}>
          Start an automation
        </Button>
      )}
      {starting && <StartDialog personId={personId} name={name} onClose={() => setStarting(false)} />}
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
