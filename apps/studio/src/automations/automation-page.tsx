import { ActionIcon, Button, Group, SegmentedControl } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowForwardUp, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { counted } from '../parts/counted.ts';
import { PageLoading } from '../parts/page-loading.tsx';
import { Status } from '../parts/status.tsx';
import { useMay } from '../session/session.ts';
import { AutomationStatus } from './automation-status.tsx';
import { automationQuery, type Automation } from './automation-queries.ts';
import { Canvas } from './canvas/canvas.tsx';
import { PeriodChoice } from './canvas/period.tsx';
import { Palette } from './canvas/palette.tsx';
import { Checklist } from './checklist.tsx';
import { openEditor, redo, select, SETTINGS, undo, useEditor } from './editor/editor.ts';
import { copySelected, pasteAfterSelected } from './editor/clipboard.ts';
import { useAutosave, type SaveState } from './editor/use-autosave.ts';
import { useProblems } from './editor/use-problems.ts';
import { useLineNames } from './line-names.ts';
import { Outline } from './outline/outline.tsx';
import { StepPanel } from './panel/step-panel.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { Scrubber, SimulationPanel } from './simulation/simulation-panel.tsx';
import { shownAt, type SimulatedPath } from './simulation/simulate-draft.ts';
import { byStep, SurroundingsContext } from './surroundings.ts';
import { Brake } from './watching/brake.tsx';
import { goneOf, passedQuery } from './watching/passed.ts';
import { PeopleHere } from './watching/people-here.tsx';
import { insideQuery } from './watching/run-queries.ts';
import classes from './automation-page.module.css';
import { Refused } from '../parts/refused.tsx';

export function AutomationPage(): React.JSX.Element {
  const { automationId } = useParams({ from: '/inside/automations/$automationId' });
  const automation = useQuery(automationQuery(automationId));
  const opened = useEditor((state) => state.automationId);
  useEffect(() => {
    if (automation.data && opened !== automation.data.id)
      openEditor(automation.data.id, automation.data.definition, automation.data.working.version);
  }, [automation.data, opened]);
  // whoever comes back finds what the server has
  useEffect(() => () => useEditor.setState({ automationId: undefined }), []);
  if (automation.error) return <Refused within="whole" error={automation.error} />;
  if (!automation.data || opened !== automation.data.id) return <PageLoading />;
  return <Drawing automation={automation.data} />;
}

function Drawing({ automation }: { readonly automation: Automation }): React.JSX.Element | null {
  const definition = useEditor((state) => state.definition);
  return definition ? <Opened automation={automation} /> : null;
}

function Opened({ automation }: { readonly automation: Automation }): React.JSX.Element | null {
  const { definition, past, future, said } = useEditor();
  const mayDraft = useMay('automation.draft');
  const mayReadPeople = useMay('person.read');
  const navigate = useNavigate({ from: '/automations/$automationId' });
  const { view, at, days = 30 } = useSearch({ from: '/inside/automations/$automationId' });
  const onPhone = useMediaQuery('(max-width: 700px)');
  const [publishing, setPublishing] = useState(false);
  const [path, setPath] = useState<SimulatedPath>();
  const [atMs, setAtMs] = useState<number>();
  const lineNames = useLineNames();
  const counts = useQuery(insideQuery(automation.id));
  const passed = useQuery({ ...passedQuery(automation.id, days), enabled: automation.liveNumber !== null });
  const gone = useMemo(
    () => passed.data && goneOf(passed.data, automation.definition.nodes),
    [passed.data, automation],
  );
  const checked = useProblems(automation.id, definition ?? automation.definition);
  const saving = useAutosave();
  const readOnly = !mayDraft || automation.archivedAt !== null || onPhone === true;
  useHotkeys([
    ['mod+Z', undo],
    ['mod+shift+Z', redo],
    ['mod+C', (event) => copySelected() && event.preventDefault(), { preventDefault: false }],
    ['mod+V', () => !readOnly && pasteAfterSelected()],
  ]);
  const inside = useMemo(() => byStep(counts.data), [counts.data]);
  const asOutline = view === 'outline' || onPhone === true;
  const testing = view === 'test' && !onPhone;
  const shown = useMemo(() => (testing && path ? shownAt(path, atMs) : undefined), [testing, path, atMs]);
  const hasDraft = automation.working.number !== automation.liveNumber;
  return (
    <SurroundingsContext
      value={{
        names: lineNames,
        choices: lineNames.choices,
        inside,
        passed: gone,
        problems: checked.problems,
        showPeople: mayReadPeople
          ? (step) => void navigate({ search: (now) => ({ ...now, at: step }) })
          : undefined,
        path: shown,
      }}
    >
      <div className={classes.page}>
        <div className={classes.bar}>
          <Link to="/automations" className={classes.crumb}>
            Automations
          </Link>
          <span className={classes.crumb}>/</span>
          <h1 className={classes.name}>{definition?.name}</h1>
          <AutomationStatus automation={automation} filled />
          {hasDraft && (
            <Status tone="neutral" filled>
              Draft of version {automation.working.number}
            </Status>
          )}
          {counts.data && counts.data.older > 0 && automation.liveNumber !== null && (
            <Link
              to="/automations/$automationId/versions"
              params={{ automationId: automation.id }}
              className={classes.crumb}
            >
              {counted(counts.data.older, 'person follows', 'people follow')} an older version
            </Link>
          )}
          {!onPhone && (
            <SegmentedControl
              aria-label="Drawn as"
              value={testing ? 'test' : asOutline ? 'outline' : 'canvas'}
              onChange={(value) =>
                void navigate({
                  search: { view: value === 'outline' || value === 'test' ? value : undefined },
                  replace: true,
                })
              }
              data={[
                { value: 'canvas', label: 'Canvas' },
                { value: 'outline', label: 'Outline' },
                { value: 'test', label: 'Test' },
              ]}
            />
          )}
          <span className={classes.push} />
          <Brake automation={automation} />
          {!readOnly && (
            <>
              <SavedNotice state={saving.state} />
              <ActionIcon aria-label="Settings" variant="transparent" onClick={() => select(SETTINGS)}>
                <IconSettings size={18} stroke={1.6} />
              </ActionIcon>
              <ActionIcon aria-label="Undo" variant="transparent" disabled={past.length === 0} onClick={undo}>
                <IconArrowBackUp size={18} stroke={1.6} />
              </ActionIcon>
              <ActionIcon
                aria-label="Do again"
                variant="transparent"
                disabled={future.length === 0}
                onClick={redo}
              >
                <IconArrowForwardUp size={18} stroke={1.6} />
              </ActionIcon>
              <Button
                disabled={!checked.publishable || saving.state.is !== 'saved' || !hasDraft}
                onClick={() => setPublishing(true)}
              >
                Review and publish
              </Button>
            </>
          )}
        </div>
        {saving.state.is === 'conflict' && (
          <div className={classes.conflict} role="alert">
            <Group>
              Somebody else has changed this draft meanwhile. Nothing of yours is lost.
              <Button size="xs" variant="default" onClick={saving.keepMine}>
                Keep mine
              </Button>
              <Button size="xs" variant="default" onClick={saving.takeTheirs}>
                Take theirs
              </Button>
            </Group>
          </div>
        )}
        <div className={classes.work}>
          {!asOutline && !readOnly && !testing && <Palette />}
          {asOutline ? (
            <Outline readOnly={readOnly} />
          ) : (
            <Canvas readOnly={readOnly || testing}>
              {!readOnly && !testing && <Checklist publishable={checked.publishable} />}
              {passed.data && !testing && (
                <PeriodChoice
                  entered={passed.data.entered}
                  days={days}
                  onChange={(chosen) =>
                    void navigate({ search: (now) => ({ ...now, days: chosen }), replace: true })
                  }
                />
              )}
            </Canvas>
          )}
          {testing ? (
            <>
              {path && <Scrubber path={path} atMs={atMs} onMove={setAtMs} />}
              <SimulationPanel automationId={automation.id} atMs={atMs} onPath={setPath} onMove={setAtMs} />
            </>
          ) : (
            <>
              {at === undefined ? (
                <StepPanel readOnly={readOnly} />
              ) : (
                <PeopleHere
                  automationId={automation.id}
                  step={at}
                  label={automation.definition.nodes[at]?.label ?? 'This step'}
                  people={inside.get(at)?.people ?? 0}
                  passed={{ people: gone?.steps.get(at) ?? 0, days }}
                  onClose={() => void navigate({ search: (now) => ({ ...now, at: undefined }) })}
                />
              )}
            </>
          )}
        </div>
        <div role="status" style={{ position: 'absolute', clipPath: 'inset(50%)' }}>
          {said}
        </div>
      </div>
      {publishing && <PublishDialog automation={automation} onClose={() => setPublishing(false)} />}
    </SurroundingsContext>
  );
}

function SavedNotice({ state }: { readonly state: SaveState }): React.JSX.Element {
  const words = {
    saved: 'Saved',
    unsaved: 'Saving',
    failed: 'Not saved yet, it is tried again',
    conflict: 'Not saved',
  }[state.is];
  return (
    <span className={classes.saved} title={state.is === 'failed' ? state.refusal.message : undefined}>
      {words}
    </span>
  );
}
