import { useMediaQuery } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { PageLoading } from '../../parts/page-loading.tsx';
import { usePeopleNames } from '../../parts/names.ts';
import { dayAndTime, readersZone } from '../../parts/when.ts';
import { Canvas } from '../canvas/canvas.tsx';
import { openEditor, useEditor } from '../editor/editor.ts';
import { useLineNames } from '../line-names.ts';
import { Outline } from '../outline/outline.tsx';
import { shownPath, SurroundingsContext } from '../surroundings.ts';
import { receiptsQuery, runQuery, versionQuery, type Enrolment, type Receipt } from './run-queries.ts';
import { TemporalLink } from './temporal-link.tsx';
import { RunControls } from './run-controls.tsx';
import { RunPanel } from './run-panel.tsx';
import page from '../automation-page.module.css';
import classes from './watching.module.css';
import { Refused } from '../../parts/refused.tsx';

/** One person's way through an automation, over the drawing that they follow. */
export function RunPage(): React.JSX.Element {
  const { automationId, runId } = useParams({ from: '/inside/automations/$automationId/runs/$runId' });
  const run = useQuery(runQuery(runId));
  const receipts = useQuery(receiptsQuery(runId));
  const number = run.data?.versionNumber ?? undefined;
  const version = useQuery({ ...versionQuery(automationId, number ?? 0), enabled: number !== undefined });
  const opened = useEditor((state) => state.automationId);
  useEffect(() => {
    if (version.data) openEditor(runId, version.data.definition, 0);
    return () => useEditor.setState({ automationId: undefined });
  }, [version.data, runId]);
  const error = run.error ?? receipts.error ?? version.error;
  if (error)
    return (
      <Refused within="whole" error={error} action={<Link to="/automations">See the automations</Link>} />
    );
  if (!run.data || !receipts.data || opened !== runId) return <PageLoading />;
  return <Opened run={run.data} receipts={receipts.data.items} />;
}

function Opened({
  run,
  receipts,
}: {
  readonly run: Enrolment;
  readonly receipts: readonly Receipt[];
}): React.JSX.Element {
  const onPhone = useMediaQuery('(max-width: 700px)');
  const lineNames = useLineNames();
  const personName = usePeopleNames([run.personId])(run.personId) || 'This person';
  const path = useMemo(() => {
    const left = receipts.map(({ step, at }) => ({ step, atMs: Date.parse(at) }));
    const standing = run.status === 'ended' ? undefined : { step: run.at, sinceMs: left.at(-1)?.atMs ?? 0 };
    return shownPath(left, standing);
  }, [run, receipts]);
  const { automationId } = run;
  return (
    <SurroundingsContext
      value={{ names: lineNames, choices: lineNames.choices, inside: new Map(), problems: [], path }}
    >
      <div className={page.page}>
        <div className={page.bar}>
          <Link to="/automations/$automationId" params={{ automationId }} className={page.crumb}>
            {run.automationName}
          </Link>
          <span className={page.crumb}>/</span>
          <h1 className={page.name}>{personName}</h1>
          <span className={page.push} />
          <TemporalLink workflowId={run.workflowId} />
          <RunControls run={run} />
          <Button
            component={Link}
            to={`/automations/${automationId}`}
            variant="default"
            leftSection={<IconX size={16} aria-hidden="true" />}
          >
            Close path
          </Button>
        </div>
        <div className={page.work} data-stacked={onPhone ? '' : undefined}>
          <div className={classes.drawing}>
            <Standing run={run} name={personName} />
            {onPhone ? <Outline readOnly /> : <Canvas readOnly />}
          </div>
          <RunPanel run={run} receipts={receipts} name={personName} />
        </div>
      </div>
    </SurroundingsContext>
  );
}

/** Where they stand, in one line above the drawing. */
function Standing({ run, name }: { readonly run: Enrolment; readonly name: string }): React.JSX.Element {
  const until = run.wakeAt ? dayAndTime(new Date(run.wakeAt)) : undefined;
  return (
    <div className={classes.standing} role="status">
      <span>
        <Link to="/people/$personId" params={{ personId: run.personId }}>
          {name}
        </Link>{' '}
        {run.status === 'ended' ? (
          <>has come to the end{run.outcome && `: ${run.outcome.replaceAll('_', ' ')}`}.</>
        ) : (
          <>
            {run.status === 'attention' ? 'is held at' : 'stands at'} <b>{run.atLabel}</b>
            {until && (
              <>
                {' '}
                until <b>{until}</b> at the latest
              </>
            )}
            .
          </>
        )}
        {run.paused && ' This run is paused.'}
        {run.held && ` On hold: ${run.held}.`}
      </span>
      <span className={classes.aside}>
        {run.versionNumber !== null && `Version ${run.versionNumber}, `}times in {readersZone()}
      </span>
    </div>
  );
}
