import { ActionIcon, Button, VisuallyHidden } from '@mantine/core';
import { START } from '@rap/domain/automation/drawing/draw';
import { waysOut } from '@rap/domain/automation/drawing/port-name';
import { stepLine, triggerLines } from '@rap/domain/automation/drawing/step-line';
import { moveStep, removeStep } from '@rap/domain/automation/editing/edit';
import { IconCornerDownRight, IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { useMemo, useRef, type KeyboardEvent } from 'react';
import { KindTile } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { edit, select, useEditor } from '../editor/editor.ts';
import { StepMenu } from '../editor/step-menu.tsx';
import { STEP_LOOK } from '../step-look.ts';
import { useSurroundings } from '../surroundings.ts';
import { outlineRows, type OutlineRow } from './outline-rows.ts';
import classes from './outline.module.css';
import { counted } from '../../parts/counted.ts';

const INDENT_PX = 28;
const indent = (depth: number): React.CSSProperties => ({ paddingLeft: 24 + depth * INDENT_PX });

/** The same automation as a nested list: everything that the canvas can do, by keyboard and read aloud. */
export function Outline({ readOnly }: { readonly readOnly: boolean }): React.JSX.Element | null {
  const definition = useEditor((state) => state.definition);
  const selected = useEditor((state) => state.selected);
  const list = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => (definition ? outlineRows(definition) : []), [definition]);
  if (!definition) return null;

  const focusable = rows.filter((row) => row.is !== 'way');
  const current = focusable.some(({ id }) => id === selected) ? selected : START;
  const go = (by: number): void => {
    const at = focusable.findIndex(({ id }) => id === current);
    const next = focusable[Math.min(Math.max(at + by, 0), focusable.length - 1)];
    if (!next) return;
    select(next.id);
    list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(next.id)}"]`)?.focus();
  };
  const press = (event: KeyboardEvent, row: OutlineRow): void => {
    // keys of a menu that was opened here come by React's tree, though it stands elsewhere on the page
    if (event.target !== event.currentTarget) return;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => (event.altKey ? move(row.id, 'down') : go(1)),
      ArrowUp: () => (event.altKey ? move(row.id, 'up') : go(-1)),
      Enter: () => select(row.id),
      Delete: () => remove(row.id),
      a: () =>
        event.currentTarget.parentElement
          ?.querySelector<HTMLElement>(`[data-add-after="${CSS.escape(row.id)}"]`)
          ?.click(),
    };
    const act = keys[event.key];
    if (!act || (readOnly && !['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key))) return;
    event.preventDefault();
    act();
  };
  const move = (id: string, by: 'up' | 'down'): void => {
    if (!readOnly)
      edit(
        (draft) => moveStep(draft, id, by),
        `move:${id}`,
        `${definition.nodes[id]?.label ?? ''} moved ${by}`,
      );
  };
  const remove = (id: string): void => {
    const label = definition.nodes[id]?.label;
    if (label) edit((draft) => removeStep(draft, id), `remove:${id}`, `${label} taken away`);
  };
  return (
    <div className={classes.outline}>
      <div role="treegrid" aria-label="Outline" ref={list}>
        {rows.map((row) =>
          row.is === 'way' ? (
            <WayRow
              key={row.id}
              row={row}
              readOnly={readOnly}
              labelOf={(id) => definition.nodes[id]?.label ?? id}
            />
          ) : (
            <StepRow
              key={row.id}
              row={row}
              selected={row.id === selected}
              tabbable={row.id === current}
              readOnly={readOnly}
              onPress={press}
            />
          ),
        )}
      </div>
      {!readOnly && (
        <p className={classes.keys}>
          Arrows move, Enter opens, A adds after, Alt and arrows move a step, Delete takes it away, Ctrl or
          Cmd and Z undoes.
        </p>
      )}
    </div>
  );
}

function StepRow({
  row,
  selected,
  tabbable,
  readOnly,
  onPress,
}: {
  readonly row: Exclude<OutlineRow, { is: 'way' }>;
  readonly selected: boolean;
  readonly tabbable: boolean;
  readonly readOnly: boolean;
  readonly onPress: (event: KeyboardEvent, row: OutlineRow) => void;
}): React.JSX.Element | null {
  const definition = useEditor((state) => state.definition);
  const { names, inside, problems, path, showPeople } = useSurroundings();
  if (!definition) return null;
  const cameAtMs = path?.cameAtMs.get(row.id);
  const step = definition.nodes[row.id];
  const { title, line } =
    row.is === 'start' || !step
      ? triggerLines(definition, names)
      : { title: step.label, line: stepLine(step, names) };
  const look = step ? STEP_LOOK[step.kind] : { icon: IconPlayerPlay, tile: 'trigger' as const };
  const here = inside.get(row.id);
  const own = problems.filter(({ node }) => node === row.id);
  const errors = own.filter(({ severity }) => severity === 'error').length;
  const ports = step ? waysOut(step) : ['next'];
  return (
    <div
      role="row"
      aria-level={row.depth + 1}
      aria-selected={selected}
      data-row={row.id}
      tabIndex={tabbable ? 0 : -1}
      className={classes.row}
      data-path={path && row.is !== 'start' ? (cameAtMs === undefined ? 'off' : 'on') : undefined}
      style={indent(row.depth)}
      onClick={() => select(row.id)}
      onKeyDown={(event) => onPress(event, row)}
    >
      <KindTile kind={look.tile} icon={look.icon} />
      <div role="gridcell" className={classes.words}>
        <b>{title}</b>
        <span>{line}</span>
      </div>
      {own.length > 0 && (
        <div role="gridcell">
          <Status tone={errors > 0 ? 'danger' : 'warn'}>{counted(own.length, 'problem')}</Status>
        </div>
      )}
      {path ? (
        <div role="gridcell" className={classes.came}>
          {path.here === row.id
            ? 'Here now'
            : cameAtMs === undefined
              ? row.is !== 'start' && <VisuallyHidden>not on this path</VisuallyHidden>
              : dayAndTime(new Date(cameAtMs))}
        </div>
      ) : (
        here && (
          <div role="gridcell">
            <Button
              size="compact-xs"
              variant="light"
              disabled={!showPeople}
              onClick={(event) => {
                event.stopPropagation();
                showPeople?.(row.id);
              }}
            >
              {here.people} here
            </Button>
          </div>
        )
      )}
      {!readOnly && (ports.length === 1 || ports.includes('next')) && (
        <div role="gridcell">
          <StepMenu way={{ from: row.id, port: ports.includes('next') ? 'next' : (ports[0] ?? 'next') }}>
            <ActionIcon
              aria-label={`Add after ${title}`}
              data-add-after={row.id}
              tabIndex={-1}
              onClick={(event) => event.stopPropagation()}
            >
              <IconPlus size={14} />
            </ActionIcon>
          </StepMenu>
        </div>
      )}
    </div>
  );
}

function WayRow({
  row: { edge, depth },
  readOnly,
  labelOf,
}: {
  readonly row: Extract<OutlineRow, { is: 'way' }>;
  readonly readOnly: boolean;
  readonly labelOf: (id: string) => string;
}): React.JSX.Element {
  return (
    <div role="row" aria-level={depth + 1} className={classes.way} style={indent(depth)}>
      <IconCornerDownRight size={14} stroke={1.6} aria-hidden="true" />
      <div role="gridcell">
        {edge.name && <b>{edge.name}</b>}{' '}
        {edge.to === 'END' ? 'ends here' : edge.joins ? `goes on at "${labelOf(edge.to)}"` : ''}
      </div>
      {!readOnly && (
        <div role="gridcell" style={{ marginLeft: 'auto' }}>
          <StepMenu way={{ from: edge.from, port: edge.port }}>
            <ActionIcon aria-label={`Add a step ${edge.name ? `on "${edge.name}"` : 'at the end'}`} size={24}>
              <IconPlus size={14} />
            </ActionIcon>
          </StepMenu>
        </div>
      )}
    </div>
  );
}
