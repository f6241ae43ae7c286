import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { StepKind } from '@rap/contracts/automation/step-params';
import { draw } from '@rap/domain/automation/drawing/draw';
import { insertStep, mayInsert } from '@rap/domain/automation/editing/edit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CAP_WIDTH, NODE_HEIGHT, NODE_WIDTH, place } from './layout.ts';

const EMPTY: DraftDefinition = {
  schema: 1,
  name: 'Layout',
  trigger: { kind: 'manual', params: {}, next: 'END' },
  nodes: {},
  goals: [],
  settings: { reentry: 'never', failureStop: { pct: 20, min: 10 }, maxSteps: 500 },
};

test('whatever is drawn: every step stands once, nothing overlaps, and every way ends at something drawn', () => {
  const insertion = fc.record({ kind: fc.constantFrom(...StepKind.options), at: fc.nat() });
  fc.assert(
    fc.property(fc.array(insertion, { minLength: 1, maxLength: 30, size: 'max' }), (insertions) => {
      let definition = EMPTY;
      for (const { kind, at } of insertions) {
        const { edges } = draw(definition);
        const way = edges[at % edges.length];
        if (way && mayInsert(definition, way, kind)) ({ definition } = insertStep(definition, way, kind));
      }
      const { nodes, edges } = place(definition);
      const ids = nodes.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of Object.keys(definition.nodes)) expect(ids).toContain(id);
      for (const edge of edges) {
        expect(ids).toContain(edge.from);
        expect(ids).toContain(edge.target);
      }
      for (const [index, one] of nodes.entries())
        for (const other of nodes.slice(index + 1)) {
          const width = one.what === 'cap' && other.what === 'cap' ? CAP_WIDTH : NODE_WIDTH;
          const apart =
            Math.abs(one.y - other.y) >=
            24 + (one.what === 'cap' || other.what === 'cap' ? 0 : NODE_HEIGHT - 24);
          expect(apart || Math.abs(one.x - other.x) >= Math.min(width, CAP_WIDTH)).toBe(true);
        }
    }),
    { numRuns: 60 },
  );
});
