import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { useMemo } from 'react';
import { place, type PlacedNode } from '../canvas/layout.ts';
import { CAP_WIDTH, NODE_HEIGHT, NODE_WIDTH } from '../canvas/layout.ts';
import { STEP_LOOK } from '../step-look.ts';

/** An automation at a glance: its own tree, small, each step in the colour of its kind. */
export function StarterPicture({ definition }: { readonly definition: DraftDefinition }): React.JSX.Element {
  const { nodes, edges } = useMemo(() => place(definition), [definition]);
  const drawn = new Map(nodes.map((node) => [node.id, node]));
  const left = Math.min(...nodes.map(({ x }) => x));
  const right = Math.max(...nodes.map((node) => node.x + widthOf(node)));
  const bottom = Math.max(...nodes.map(({ y }) => y + NODE_HEIGHT));
  return (
    <svg
      viewBox={`${left - 12} -12 ${right - left + 24} ${bottom + 24}`}
      aria-hidden="true"
      preserveAspectRatio="xMidYMid meet"
    >
      {edges.map(({ id, from, target }) => {
        const [above, below] = [drawn.get(from), drawn.get(target)];
        if (!above || !below || below.what === 'cap') return null;
        const [x, y] = [middleOf(above), above.y + NODE_HEIGHT];
        const bend = (y + below.y) / 2;
        return (
          <path
            key={id}
            d={`M ${x} ${y} V ${bend} H ${middleOf(below)} V ${below.y}`}
            fill="none"
            stroke="var(--rap-line-strong)"
            strokeWidth={8}
          />
        );
      })}
      {nodes.map((node) => {
        if (node.what === 'cap') return null;
        const step = definition.nodes[node.id];
        const kind = step ? STEP_LOOK[step.kind].tile : 'trigger';
        return (
          <rect
            key={node.id}
            x={node.x}
            y={node.y}
            width={NODE_WIDTH}
            height={NODE_HEIGHT}
            rx={14}
            fill={`var(--rap-kind-${kind}-soft)`}
            stroke={`var(--rap-kind-${kind})`}
            strokeWidth={5}
          />
        );
      })}
    </svg>
  );
}

const widthOf = ({ what }: PlacedNode): number => (what === 'cap' ? CAP_WIDTH : NODE_WIDTH);
const middleOf = (node: PlacedNode): number => node.x + widthOf(node) / 2;
