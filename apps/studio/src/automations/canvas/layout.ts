import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { draw, START, type DrawnEdge } from '@rap/domain/automation/drawing/draw';

export const NODE_WIDTH = 296;
export const NODE_HEIGHT = 56;
export const CAP_WIDTH = 176;
const CAP_HEIGHT = 24;
const BETWEEN_STEPS = 40;
/** under a split: room for the bend, the name and the sign that adds */
const UNDER_A_SPLIT = 82;
const BETWEEN_BRANCHES = 48;

export interface PlacedNode {
  readonly id: string;
  readonly what: 'start' | 'step' | 'cap';
  readonly x: number;
  readonly y: number;
  /** of a cap: the step where the way goes on; none at the end */
  readonly goesOnAt?: string | undefined;
}
export interface PlacedEdge extends DrawnEdge {
  readonly id: string;
  /** the node it ends at: a step, or the cap of its own end */
  readonly target: string;
}
export interface Placed {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** A piece of the tree, drawn around the middle line of its topmost node at x = 0. */
type Piece = readonly PlacedNode[];

/**
 * Where everything stands, top down, derived from the structure: the same draft is always drawn the same. It is always a
 * tree: a way that leads to a step drawn elsewhere ends in a cap with that step's name.
 */
export function place(definition: DraftDefinition): Placed {
  const { edges, loose } = draw(definition);
  const ways = Map.groupBy(edges, ({ from }) => from);
  const owned = new Set(edges.flatMap(({ to, joins }) => (joins || to === 'END' ? [] : [to])));
  const placed = edges.map((edge): PlacedEdge => {
    const id = `${edge.from}:${edge.port}`;
    const drawnHere = edge.to !== 'END' && !edge.joins;
    return { ...edge, id, target: drawnHere ? edge.to : `cap:${id}` };
  });

  const pieceOf = (id: string, what: PlacedNode['what'], y: number): Piece => {
    const out = ways.get(id) ?? [];
    const below = y + NODE_HEIGHT + (out.length > 1 ? UNDER_A_SPLIT : BETWEEN_STEPS);
    const children = out.map((edge) =>
      edge.to === 'END' || edge.joins ? capOf(edge, below) : pieceOf(edge.to, 'step', below),
    );
    const spots = beside(children);
    // what simply goes on stands straight beneath, and other ways beside it; else all are centred
    const main = out.findIndex(({ port }) => port === 'next');
    const middle = main >= 0 ? (spots[main] ?? 0) : ((spots[0] ?? 0) + (spots.at(-1) ?? 0)) / 2;
    const own: PlacedNode = { id, what, x: -NODE_WIDTH / 2, y };
    return [own, ...children.flatMap((child, at) => shifted(child, (spots[at] ?? 0) - middle))];
  };

  const alone = [...definition.goals.map(({ to }) => to), ...loose].filter(
    (id, at, all) => definition.nodes[id] && !owned.has(id) && all.indexOf(id) === at,
  );
  const trees = [pieceOf(START, 'start', 0), ...alone.map((id) => pieceOf(id, 'step', 0))];
  const spots = beside(trees);
  const [origin = 0] = spots;
  const nodes = trees.flatMap((tree, at) => shifted(tree, (spots[at] ?? 0) - origin));
  return { nodes, edges: placed };
}

/** Side by side as close as their outlines allow: the middle line of each, the first at 0. */
function beside(pieces: readonly Piece[]): number[] {
  const standing: { readonly top: number; readonly bottom: number; readonly right: number }[] = [];
  return pieces.map((piece, at) => {
    const boxes = piece.map(boxOf);
    const pushes = boxes.flatMap((box) =>
      standing
        .filter(({ top, bottom }) => top < box.bottom && box.top < bottom)
        .map(({ right }) => right + BETWEEN_BRANCHES - box.left),
    );
    const middle = at === 0 ? 0 : Math.max(...pushes);
    for (const { top, bottom, right } of boxes) standing.push({ top, bottom, right: right + middle });
    return middle;
  });
}

/** What a node takes up; a cap takes the height of a step, so that what stands beside it keeps clear of its way. */
const boxOf = ({ what, x, y }: PlacedNode) => {
  const top = what === 'cap' ? y - (NODE_HEIGHT - CAP_HEIGHT) / 2 : y;
  return { top, bottom: top + NODE_HEIGHT, left: x, right: x + (what === 'cap' ? CAP_WIDTH : NODE_WIDTH) };
};

function capOf(edge: DrawnEdge, y: number): Piece {
  const id = `cap:${edge.from}:${edge.port}`;
  const goesOnAt = edge.to === 'END' ? undefined : edge.to;
  return [{ id, what: 'cap', x: -CAP_WIDTH / 2, y: y + (NODE_HEIGHT - CAP_HEIGHT) / 2, goesOnAt }];
}

const shifted = (nodes: readonly PlacedNode[], by: number): PlacedNode[] =>
  nodes.map((node) => ({ ...node, x: node.x + by }));
