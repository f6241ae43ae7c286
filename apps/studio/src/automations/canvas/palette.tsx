import { ActionIcon, ScrollArea } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { StepKind } from '@rap/contracts/automation/step-params';
import { START } from '@rap/domain/automation/drawing/draw';
import { mayInsert } from '@rap/domain/automation/editing/edit';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { KindTile } from '../../parts/rows.tsx';
import { onwardFrom } from '../editor/clipboard.ts';
import { drag, drop } from '../editor/dragging.ts';
import { useEditor } from '../editor/editor.ts';
import { STEP_FAMILIES } from '../editor/step-families.ts';
import { addStep } from '../editor/step-menu.tsx';
import { STEP_LOOK } from '../step-look.ts';
import classes from './palette.module.css';

/** Puts a step of that kind after the selected one, or at the beginning. */
function addAfterSelected(kind: StepKind): void {
  const { definition, selected = START } = useEditor.getState();
  const way = onwardFrom(selected);
  if (definition && way && mayInsert(definition, way, kind)) addStep(way, kind);
  else useEditor.setState({ said: 'It cannot stand after the chosen step' });
}

/** Every kind of step, to be dragged onto a way; a press puts it after the chosen step. */
export function Palette(): React.JSX.Element {
  const [open, setOpen] = useLocalStorage({ key: 'rap.palette', defaultValue: true });
  if (!open) {
    return (
      <div className={classes.closed}>
        <ActionIcon aria-label="Show the steps" variant="transparent" onClick={() => setOpen(true)}>
          <IconLayoutSidebarLeftExpand size={18} stroke={1.6} />
        </ActionIcon>
      </div>
    );
  }
  return (
    <section className={classes.palette} aria-label="Steps to add">
      <div className={classes.head}>
        <h2>Steps</h2>
        <ActionIcon aria-label="Put the steps away" variant="transparent" onClick={() => setOpen(false)}>
          <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />
        </ActionIcon>
      </div>
      <p className={classes.hint}>Drag one onto a way, or press it to put it after the chosen step.</p>
      <ScrollArea className={classes.list} type="hover">
        {STEP_FAMILIES.map(({ label, kinds }) => (
          <div key={label} role="group" aria-label={label}>
            <h3>{label}</h3>
            {kinds.map((kind) => (
              <button
                key={kind}
                type="button"
                draggable
                className={classes.kind}
                onClick={() => addAfterSelected(kind)}
                onDragStart={(event) => {
                  event.dataTransfer.setData('text/plain', STEP_CATALOGUE[kind].label);
                  event.dataTransfer.effectAllowed = 'copy';
                  drag(kind);
                }}
                onDragEnd={drop}
              >
                <KindTile kind={STEP_LOOK[kind].tile} icon={STEP_LOOK[kind].icon} />
                {STEP_CATALOGUE[kind].label}
              </button>
            ))}
          </div>
        ))}
      </ScrollArea>
    </section>
  );
}
