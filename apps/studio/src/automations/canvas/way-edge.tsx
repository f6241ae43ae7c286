import { BaseEdge, EdgeLabelRenderer, getSmoothStepPath, type Edge, type EdgeProps } from '@xyflow/react';
import type { Way } from '@rap/domain/automation/editing/edit';
import { useSurroundings } from '../surroundings.ts';
import { PlusHere } from './plus-here.tsx';
import { StepMenu } from '../editor/step-menu.tsx';
import classes from './canvas.module.css';

type WayEdgeType = Edge<{ name: string; way: Way; to: string; readOnly: boolean }>;

/** A way with its name, and the place where a step can be put on it. */
export function WayEdge({
  sourceX,
  sourceY,
  targetX,
  targetY,
  data,
}: EdgeProps<WayEdgeType>): React.JSX.Element {
  const { path: shown, passed } = useSurroundings();
  const went = data && !shown ? passed?.ways.get(`${data.way.from}:${data.way.port}`) : undefined;
  const gone = data !== undefined && shown?.gone.has(`${data.way.from}>${data.to}`);
  const [path] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    borderRadius: 10,
    // the bend stands just under the step above, so that names and signs have the rest of the way
    centerY: sourceY + 16,
  });
  const at = (y: number): React.CSSProperties => ({
    transform: `translate(-50%, -50%) translate(${targetX}px, ${y}px)`,
  });
  return (
    <>
      <BaseEdge
        path={path}
        style={
          gone
            ? { stroke: 'var(--rap-accent)', strokeWidth: 2 }
            : { stroke: 'var(--rap-line-strong)', strokeWidth: 1.25, opacity: shown ? 0.42 : 1 }
        }
      />
      <EdgeLabelRenderer>
        {data?.name && (
          <div className={classes.label} data-gone={gone ? '' : undefined} style={at(sourceY + 29)}>
            {data.name}
            {went && (
              <span className={classes.went}>
                {went.people.toLocaleString('en-US')}, {Math.round(went.share * 100)}%
              </span>
            )}
          </div>
        )}
        {data && !data.readOnly && (
          <StepMenu way={data.way}>
            <PlusHere
              way={data.way}
              label={`Add a step ${data.name ? `on "${data.name}"` : 'here'}`}
              style={at(data.name ? sourceY + 52 : (sourceY + targetY) / 2)}
            />
          </StepMenu>
        )}
      </EdgeLabelRenderer>
    </>
  );
}
