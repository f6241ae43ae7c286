import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import type { AutomationVersionDetail } from '@rap/contracts/api-client';
import { counted } from '../../parts/counted.ts';
import { PageLoading } from '../../parts/page-loading.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Status } from '../../parts/status.tsx';
import { VERSION_STANDS } from '../../parts/version-row.tsx';
import { useMay } from '../../session/session.ts';
import { automationQuery } from '../automation-queries.ts';
import { Canvas } from '../canvas/canvas.tsx';
import { openEditor, useEditor } from '../editor/editor.ts';
import { useLineNames } from '../line-names.ts';
import { Outline } from '../outline/outline.tsx';
import { StepPanel } from '../panel/step-panel.tsx';
import { byStep, SurroundingsContext } from '../surroundings.ts';
import { PeopleHere } from './people-here.tsx';
import { insideQuery, versionQuery } from './run-queries.ts';
import page from '../automation-page.module.css';

/** One version as it was drawn, to look at, with those who follow it where they stand. */
export function VersionPage(): React.JSX.Element {
  const params = useParams({ from: '/inside/automations/$automationId/versions/$number' });
  const { automationId } = params;
  const number = Number(params.number);
  const version = useQuery(versionQuery(automationId, number));
  const drawing = version.data && `${automationId}:${number}`;
  const opened = useEditor((state) => state.automationId);
  useEffect(() => {
    if (version.data && drawing) openEditor(drawing, version.data.definition, 0);
    return () => useEditor.setState({ automationId: undefined });
  }, [version.data, drawing]);
  if (version.error) {
    const back = (
      <Link to="/automations/$automationId/versions" params={{ automationId }}>
        See all versions
      </Link>
    );
    return <Refused within="whole" error={version.error} action={back} />;
  }
  if (!version.data || opened !== drawing) return <PageLoading />;
  return <Opened automationId={automationId} version={version.data} />;
}

function Opened({
  automationId,
  version: { number, status, definition },
}: {
  readonly automationId: string;
  readonly version: AutomationVersionDetail;
}): React.JSX.Element {
  const onPhone = useMediaQuery('(max-width: 700px)');
  const mayReadPeople = useMay('person.read');
  const navigate = useNavigate({ from: '/automations/$automationId/versions/$number' });
  const { at } = useSearch({ from: '/inside/automations/$automationId/versions/$number' });
  const automation = useQuery(automationQuery(automationId));
  const lineNames = useLineNames();
  const counts = useQuery(insideQuery(automationId, number));
  const inside = useMemo(() => byStep(counts.data), [counts.data]);
  const people = [...inside.values()].reduce((sum, here) => sum + here.people, 0);
  const show = (step: string | undefined): void => void navigate({ search: { at: step } });
  return (
    <SurroundingsContext
      value={{
        names: lineNames,
        choices: lineNames.choices,
        inside,
        problems: [],
        showPeople: mayReadPeople ? show : undefined,
      }}
    >
      <div className={page.page}>
        <div className={page.bar}>
          <Link to="/automations/$automationId" params={{ automationId }} className={page.crumb}>
            {automation.data?.name ?? 'The automation'}
          </Link>
          <span className={page.crumb}>/</span>
          <h1 className={page.name}>Version {number}</h1>
          <Status tone={VERSION_STANDS[status].tone} filled>
            {VERSION_STANDS[status].said}
          </Status>
          <span className={page.crumb}>{counted(people, 'person follows', 'people follow')} it</span>
          <span className={page.push} />
          <Button
            component={Link}
            to={`/automations/${automationId}/versions`}
            variant="default"
            leftSection={<IconX size={16} aria-hidden="true" />}
          >
            Close
          </Button>
        </div>
        <div className={page.work}>
          {onPhone ? <Outline readOnly /> : <Canvas readOnly />}
          {at === undefined ? (
            <StepPanel readOnly />
          ) : (
            <PeopleHere
              automationId={automationId}
              step={at}
              label={definition.nodes[at]?.label ?? 'This step'}
              people={inside.get(at)?.people ?? 0}
              version={number}
              onClose={() => show(undefined)}
            />
          )}
        </div>
      </div>
    </SurroundingsContext>
  );
}
