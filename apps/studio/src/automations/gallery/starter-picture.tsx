import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { useMemo } from 'react';
import { CAP_WIDTH, NODE_WIDTH, place, type PlacedNode } from '../canvas/layout.ts';
import { STEP_LOOK } from '../step-look.ts';

/** A small box for each step, and how much closer they stand than on the canvas: nobody reads words here. */
const BOX = { width: 104, height: 44, corner: 10 };
const CLOSER = { x: 0.4, y: 0.72 };
const MARGIN = 8;

/** An automation at a glance: its own tree, small, each step in the colour of its kind. */
export function StarterPicture({ definition }: { readonly definition: DraftDefinition }): React.JSX.Element {
  const { nodes, edges } = useMemo(() => place(definition), [definition]);
  const boxes = new Map(
    nodes
      .filter(({ what }) => what !== 'cap')
      .map((node) => [node.id, { x: middleOf(node) * CLOSER.x, y: node.y * CLOSER.y }]),
  );
  const spots = [...boxes.values()];
  const left = Math.min(...spots.map(({ x }) => x)) - BOX.width / 2 - MARGIN;
  const right = Math.max(...spots.map(({ x }) => x)) + BOX.width / 2 + MARGIN;
  const bottom = Math.max(...spots.map(({ y }) => y)) + BOX.height + MARGIN;
  return (
    <svg viewBox={`${left} ${-MARGIN} ${right - left} ${bottom + MARGIN}`} aria-hidden="true">
      {edges.map(({ id, from, target }) => {
        const [above, below] = [boxes.get(from), boxes.get(target)];
        if (!above || !below) return null;
        const y = above.y + BOX.height;
        const way = `M ${above.x} ${y} V ${(y + below.y) / 2} H ${below.x} V ${below.y}`;
        return <path key={id} d={way} fill="none" stroke="var(--rap-line-strong)" strokeWidth={4} />;
      })}
      {[...boxes].map(([id, { x, y }]) => {
        const step = definition.nodes[id];
        const kind = step ? STEP_LOOK[step.kind].tile : 'trigger';
        return (
          <rect
            key={id}
            x={x - BOX.width / 2}
            y={y}
            width={BOX.width}
            height={BOX.height}
            rx={BOX.corner}
            fill={`var(--rap-kind-${kind}-soft)`}
            stroke={`var(--rap-kind-${kind})`}
            strokeWidth={3}
          />
        );
      })}
    </svg>
  );
}

const middleOf = ({ x, what }: PlacedNode): number => x + (what === 'cap' ? CAP_WIDTH : NODE_WIDTH) / 2;
