import type { Viewport } from '@xyflow/react';
import { NODE_WIDTH, type PlacedNode } from './layout.ts';

const MARGIN = 48;
/** Smaller than this nobody can read a step. */
const LEAST_ZOOM = 0.7;

/** The beginning at the top, as much of the width as can be read; the beginning in the middle where not all of it can. */
export function firstLook(nodes: readonly PlacedNode[], frame: HTMLElement | null): Viewport {
  const width = frame?.clientWidth ?? 0;
  const left = Math.min(...nodes.map(({ x }) => x));
  const right = Math.max(...nodes.map(({ x }) => x + NODE_WIDTH));
  const wanted = (width - 2 * MARGIN) / (right - left);
  const zoom = Math.min(1, Math.max(LEAST_ZOOM, wanted));
  // the beginning stands around 0
  const middle = wanted >= LEAST_ZOOM ? (left + right) / 2 : 0;
  return { x: width / 2 - middle * zoom, y: MARGIN, zoom };
}
