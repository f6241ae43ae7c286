import '@xyflow/react/dist/style.css';
import {
  Background,
  BackgroundVariant,
  Controls,
  ReactFlow,
  ReactFlowProvider,
  type Edge,
  type Node,
} from '@xyflow/react';
import { useComputedColorScheme } from '@mantine/core';
import { useMemo, useRef, type ReactNode } from 'react';
import { select, useEditor } from '../editor/editor.ts';
import classes from './canvas.module.css';
import { CapNode, StartNode, StepNode } from './nodes.tsx';
import { firstLook } from './first-look.ts';
import { place } from './layout.ts';
import { WayEdge } from './way-edge.tsx';

const NODE_TYPES = { start: StartNode, step: StepNode, cap: CapNode };
const EDGE_TYPES = { way: WayEdge };

/** The automation as it is drawn. Nothing is placed by hand: the drawing follows from the structure. */
export function Canvas({
  readOnly,
  children,
}: {
  readonly readOnly: boolean;
  /** what stands over the drawing */
  readonly children?: ReactNode;
}): React.JSX.Element | null {
  const definition = useEditor((state) => state.definition);
  const selected = useEditor((state) => state.selected);
  const scheme = useComputedColorScheme();
  const frame = useRef<HTMLDivElement>(null);
  const placed = useMemo(() => (definition ? place(definition) : undefined), [definition]);
  const nodes = useMemo(
    () =>
      placed?.nodes.map(({ id, what, x, y, goesOnAt }): Node => ({
        id,
        type: what,
        position: { x, y },
        data: { goesOnAt },
        draggable: false,
        connectable: false,
        focusable: what !== 'cap',
        selectable: what !== 'cap',
      })) ?? [],
    [placed],
  );
  const edges = useMemo(
    () =>
      placed?.edges.map((edge): Edge => ({
        id: edge.id,
        type: 'way',
        source: edge.from,
        target: edge.target,
        data: { name: edge.name, way: { from: edge.from, port: edge.port }, to: edge.to, readOnly },
        focusable: false,
      })) ?? [],
    [placed, readOnly],
  );
  if (!definition) return null;
  return (
    <div className={classes.canvas} ref={frame}>
      {children}
      <ReactFlowProvider>
        <ReactFlow
          aria-label="Canvas"
          nodes={nodes.map((node) => (node.id === selected ? { ...node, selected: true } : node))}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          colorMode={scheme}
          nodesDraggable={false}
          nodesConnectable={false}
          deleteKeyCode={null}
          minZoom={0.25}
          maxZoom={1.5}
          onInit={(flow) => void flow.setViewport(firstLook(placed?.nodes ?? [], frame.current))}
          proOptions={{ hideAttribution: true }}
          onNodeClick={(_event, node) => {
            if (node.type !== 'cap') select(node.id);
          }}
          // a key selects too; told as a change, for to be told of every selection again is a circle of two that differ
          onNodesChange={(changes) => {
            const chosen = changes.find((change) => change.type === 'select' && change.selected);
            if (chosen?.type === 'select') select(chosen.id);
          }}
          onPaneClick={() => select(undefined)}
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1} color="var(--rap-dot)" />
          <Controls showInteractive={false} position="bottom-right" orientation="horizontal" />
        </ReactFlow>
      </ReactFlowProvider>
    </div>
  );
}
