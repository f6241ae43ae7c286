import { Button, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { LIBRARY } from '@rap/domain/automation/library/library';
import type { Starter } from '@rap/domain/automation/library/starter';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { Message } from '../../parts/message.tsx';
import { useMay, whoCan } from '../../session/session.ts';
import { Canvas } from '../canvas/canvas.tsx';
import { openEditor, useEditor } from '../editor/editor.ts';
import { useLineNames } from '../line-names.ts';
import { Outline } from '../outline/outline.tsx';
import { Scrubber, SimulationPanel } from '../simulation/simulation-panel.tsx';
import { shownAt, type SimulatedPath } from '../simulation/simulate-draft.ts';
import { useNewAutomation } from '../use-new-automation.ts';
import { SurroundingsContext } from '../surroundings.ts';
import { Needs } from './needs.tsx';
import { StarterTexts } from './starter-texts.tsx';
import page from '../automation-page.module.css';
import classes from './gallery.module.css';

export function StarterPage(): React.JSX.Element {
  const { starterId } = useParams({ from: '/inside/automations/gallery/$starterId' });
  const starter = LIBRARY.find(({ id }) => id === starterId);
  const opened = useEditor((state) => state.automationId);
  useEffect(() => {
    if (starter) openEditor(starter.id, starter.definition, 0);
    return () => useEditor.setState({ automationId: undefined });
  }, [starter]);
  if (!starter)
    return (
      <Message
        title="The gallery has no such automation"
        action={<Link to="/automations/gallery">See the gallery</Link>}
      />
    );
  return opened === starter.id ? <Opened starter={starter} /> : <></>;
}

/** The automation as it would be drawn, played on a person, with its texts and what it needs, before it is taken over. */
function Opened({ starter }: { readonly starter: Starter }): React.JSX.Element {
  const mayDraft = useMay('automation.draft');
  const { begin, beginning } = useNewAutomation();
  const onPhone = useMediaQuery('(max-width: 700px)');
  const lineNames = useLineNames();
  const [path, setPath] = useState<SimulatedPath>();
  const [atMs, setAtMs] = useState<number>();
  const [tab, setTab] = useState('play');
  const shown = useMemo(() => (tab === 'play' && path ? shownAt(path, atMs) : undefined), [tab, path, atMs]);
  const templates = useMemo(
    () =>
      new Map(Object.entries(starter.templates).map(([key, { channel }]) => [key, { channel, version: 1 }])),
    [starter],
  );
  const names = {
    ...lineNames,
    templates: new Map(Object.entries(starter.templates).map(([key, { name }]) => [key, name])),
  };
  return (
    <SurroundingsContext
      value={{ names, choices: lineNames.choices, inside: new Map(), problems: [], path: shown }}
    >
      <div className={page.page}>
        <div className={page.bar}>
          <Link to="/automations/gallery" className={page.crumb}>
            Gallery
          </Link>
          <span className={page.crumb}>/</span>
          <h1 className={page.name}>{starter.definition.name}</h1>
          <span className={page.push} />
          <Button
            loading={beginning}
            disabled={!mayDraft}
            title={mayDraft ? undefined : `It is taken over by ${whoCan('automation.draft')}`}
            onClick={() => begin(starter)}
          >
            Use this
          </Button>
        </div>
        <div className={page.work}>
          {!onPhone && <Canvas readOnly />}
          {!onPhone && tab === 'play' && path && <Scrubber path={path} atMs={atMs} onMove={setAtMs} />}
          <div className={classes.side}>
            <div className={classes.about}>
              <p>{starter.summary}</p>
              <h2>What it needs</h2>
              <Needs needs={starter.needs} />
            </div>
            <Tabs value={tab} onChange={(value) => setTab(value ?? 'play')} keepMounted={false}>
              <Tabs.List grow>
                <Tabs.Tab value="play">Play it</Tabs.Tab>
                {onPhone && <Tabs.Tab value="steps">Its steps</Tabs.Tab>}
                <Tabs.Tab value="texts">Its texts</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="play">
                <SimulationPanel
                  automationId={starter.id}
                  templates={templates}
                  atMs={atMs}
                  onPath={setPath}
                  onMove={setAtMs}
                />
              </Tabs.Panel>
              <Tabs.Panel value="steps">
                <Outline readOnly />
              </Tabs.Panel>
              <Tabs.Panel value="texts">
                <StarterTexts starter={starter} />
              </Tabs.Panel>
            </Tabs>
          </div>
        </div>
      </div>
    </SurroundingsContext>
  );
}
