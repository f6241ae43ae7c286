import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { StepKind } from '@rap/contracts/automation/step-params';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draw, START } from '../drawing/draw.ts';
import { neededPorts } from '../drawing/port-name.ts';
import { build, email, exit, step, task, waitEvent, waitFor } from '../definition/testing/build.ts';
import {
  changeStep,
  insertStep,
  mayInsert,
  moveStep,
  pasteStep,
  removeStep,
  targetOf,
  waysTo,
} from './edit.ts';

const order = (definition: DraftDefinition): string[] => draw(definition).steps.map(({ id }) => id);

/** Every port leads to a step that is there, or to the end, and every needed one is there. */
function expectSound(definition: DraftDefinition): void {
  const known = new Set(['END', ...Object.keys(definition.nodes)]);
  expect(known).toContain(definition.trigger.next);
  for (const one of Object.values(definition.nodes)) {
    for (const to of Object.values(one.ports)) expect(known).toContain(to);
    for (const port of neededPorts(one)) expect(one.ports).toHaveProperty(port);
  }
}

test('a step is put on a way: what came next comes after it', () => {
  const before = build({ hello: email('call'), call: task('END') });
  const { definition, id } = insertStep(before, { from: 'hello', port: 'next' }, 'wait.for');
  expect(id).toBe('wait-for');
  expect(order(definition)).toEqual(['hello', 'wait-for', 'call']);
  expect(definition.nodes['hello']?.ports['refused']).toBe('END');
  expectSound(definition);
});

test('a step with branches goes on by its first, and the others lead to the end', () => {
  const before = build({ hello: email('call'), call: task('END') });
  const { definition, id } = insertStep(before, { from: START, port: 'next' }, 'if');
  expect(definition.nodes[id]?.ports).toEqual({ yes: 'hello', otherwise: 'END' });
});

test('a step that is taken away is stepped over, and what only it led to goes along', () => {
  const before = build({
    ask: waitEvent('email.received', { 'event:it': 'call', timeout: 'again' }),
    call: task('END'),
    again: email('call'),
  });
  expect(order(removeStep(before, 'ask'))).toEqual(['call']);
  expect(removeStep(before, 'again').nodes['ask']?.ports).toEqual({ 'event:it': 'call', timeout: 'call' });
});

test('a case that is taken out of a step takes its way out along; a new one leads to the end', () => {
  const before = build({
    way: step(
      'branch',
      'Which?',
      { cases: [{ id: 'one', label: 'One', cond: { op: 'known', fact: 'person.state' } }] },
      { 'case:one': 'call', otherwise: 'END' },
    ),
    call: task('END'),
  });
  const cases = [{ id: 'two', label: 'Two', cond: { op: 'known', fact: 'person.age' } }];
  expect(changeStep(before, 'way', { params: { cases } }).nodes['way']?.ports).toEqual({
    'case:two': 'END',
    otherwise: 'END',
  });
});

test('steps in a row change places; over a branch nothing moves', () => {
  const row = build({ first: waitFor('second'), second: task('third'), third: exit() });
  expect(order(moveStep(row, 'second', 'up'))).toEqual(['second', 'first', 'third']);
  expect(order(moveStep(row, 'first', 'down'))).toEqual(['second', 'first', 'third']);
  expect(moveStep(row, 'first', 'up')).toBe(row);
  const branched = build({ hello: email('call'), call: task('END') });
  expect(moveStep(branched, 'call', 'up')).toBe(branched);
});

test('a copy has the settings of the original, and an id of its own', () => {
  const before = build({ call: task('END') });
  const copied = before.nodes['call'];
  if (!copied) throw new Error('there is no such step');
  const { definition, id } = pasteStep(before, { from: 'call', port: 'next' }, copied);
  expect(id).toBe('task');
  expect(definition.nodes[id]).toEqual(copied);
  expect(targetOf(definition, { from: 'call', port: 'next' })).toBe(id);
});

test('whatever is put in, taken out and moved, in whatever order: no way leads nowhere and no step is lost', () => {
  const kind = fc.constantFrom(...StepKind.options);
  const edit = fc.oneof(
    fc.record({ do: fc.constant('insert' as const), kind, at: fc.nat() }),
    fc.record({ do: fc.constant('remove' as const), at: fc.nat() }),
    fc.record({ do: fc.constant('up' as const), at: fc.nat() }),
    fc.record({ do: fc.constant('down' as const), at: fc.nat() }),
  );
  fc.assert(
    fc.property(fc.array(edit, { minLength: 5, maxLength: 40, size: 'max' }), (edits) => {
      let definition = build({});
      for (const one of edits) {
        const { edges } = draw(definition);
        const ids = Object.keys(definition.nodes);
        const id = ids[one.at % ids.length];
        if (one.do === 'insert') {
          const way = edges[one.at % edges.length];
          if (way && mayInsert(definition, way, one.kind))
            ({ definition } = insertStep(definition, way, one.kind));
        } else if (id !== undefined) {
          definition = one.do === 'remove' ? removeStep(definition, id) : moveStep(definition, id, one.do);
        }
        expectSound(definition);
        const drawing = draw(definition);
        expect(drawing.steps.map((drawn) => drawn.id).toSorted()).toEqual(
          Object.keys(definition.nodes).toSorted(),
        );
        expect(drawing.loose).toEqual([]);
        for (const step of Object.keys(definition.nodes)) expect(waysTo(definition, step)).not.toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});
