import { Tooltip } from '@mantine/core';
import { stepLine, triggerLines } from '@rap/domain/automation/drawing/step-line';
import { IconAlertTriangle, IconArrowRight, IconPlayerPlay, IconUser } from '@tabler/icons-react';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { KindTile } from '../../parts/rows.tsx';
import { dayOf } from '../../parts/when.ts';
import { plainWords } from '../../parts/worded.tsx';
import { STEP_LOOK } from '../step-look.ts';
import { select, useEditor } from '../editor/editor.ts';
import { useSurroundings } from '../surroundings.ts';
import classes from './canvas.module.css';

type CapNodeType = Node<{ readonly goesOnAt?: string }>;

const Handles = (): React.JSX.Element => (
  <>
    <Handle type="target" position={Position.Top} className={classes.handle} />
    <Handle type="source" position={Position.Bottom} className={classes.handle} />
  </>
);

export function StepNode({ id, selected }: NodeProps): React.JSX.Element | null {
  const step = useEditor((state) => state.definition?.nodes[id]);
  const { names, inside, problems, path, passed, showPeople } = useSurroundings();
  const left = passed?.steps.get(id);
  if (!step) return null;
  const cameAtMs = path?.cameAtMs.get(id);
  const { icon, tile } = STEP_LOOK[step.kind];
  const here = inside.get(id);
  const own = problems.filter(({ node }) => node === id);
  const worst = own.find(({ severity }) => severity === 'error') ?? own[0];
  return (
    <div
      className={classes.node}
      data-selected={selected ? '' : undefined}
      data-path={path ? (cameAtMs === undefined ? 'off' : 'on') : undefined}
    >
      <Handles />
      <KindTile kind={tile} icon={icon} />
      <div className={classes.words}>
        <b title={step.label}>{step.label}</b>
        <span>{stepLine(step, names)}</span>
      </div>
      {path ? (
        <span className={classes.came}>
          {cameAtMs === undefined ? (
            <span className={classes.unseen}>not on this path</span>
          ) : path.here === id ? (
            'Here now'
          ) : (
            dayOf(new Date(cameAtMs))
          )}
        </span>
      ) : here !== undefined ? (
        <button
          type="button"
          className={`${classes.people} nodrag`}
          data-held={here.held > 0 ? '' : undefined}
          disabled={!showPeople}
          title={here.held > 0 ? `${here.held} of ${here.people} are held` : undefined}
          onClick={(event) => {
            event.stopPropagation();
            showPeople?.(id);
          }}
        >
          <IconUser size={12} stroke={2.2} aria-hidden="true" />
          {here.people}
          <span className={classes.unseen}> here now</span>
        </button>
      ) : (
        left !== undefined && (
          <button
            type="button"
            className={`${classes.left} nodrag`}
            disabled={!showPeople}
            onClick={(event) => {
              event.stopPropagation();
              showPeople?.(id);
            }}
          >
            {left.toLocaleString('en-US')}
            <span className={classes.unseen}> went through</span>
          </button>
        )
      )}
      {worst && (
        <Tooltip label={plainWords(worst.message)} multiline maw={280}>
          <span
            className={classes.flag}
            style={{ background: `var(--rap-${worst.severity === 'error' ? 'danger' : 'warn'})` }}
          >
            <IconAlertTriangle size={12} stroke={2.2} aria-label={plainWords(worst.message)} />
          </span>
        </Tooltip>
      )}
    </div>
  );
}

export function StartNode({ selected }: NodeProps): React.JSX.Element | null {
  const definition = useEditor((state) => state.definition);
  const { names } = useSurroundings();
  if (!definition) return null;
  const { title, line } = triggerLines(definition, names);
  return (
    <div className={classes.node} data-selected={selected ? '' : undefined}>
      <Handles />
      <KindTile kind="trigger" icon={IconPlayerPlay} />
      <div className={classes.words}>
        <b title={title}>{title}</b>
        <span>{line}</span>
      </div>
    </div>
  );
}

/** Where a way ends, or the name of the step where it goes on. */
export function CapNode({ data }: NodeProps<CapNodeType>): React.JSX.Element {
  const { goesOnAt } = data;
  const label = useEditor((state) => (goesOnAt ? state.definition?.nodes[goesOnAt]?.label : undefined));
  return (
    <div className={classes.cap}>
      <Handles />
      {goesOnAt && label ? (
        <button
          type="button"
          className="nodrag"
          title={`Goes on at "${label}"`}
          onClick={() => select(goesOnAt)}
        >
          <IconArrowRight size={12} stroke={2} aria-hidden="true" />
          <span>{label}</span>
        </button>
      ) : (
        <span>End</span>
      )}
    </div>
  );
}
