import type { DraftDefinition, DraftStep } from '@rap/contracts/automation/definition';
import { Json, Plan } from '@rap/contracts/automation/plan';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { simulate, type SimulatedWorld } from '../engine/simulate.ts';
import { compile } from './compile.ts';
import { IDS, build, buildContext, email, exit, step, task, waitEvent, waitFor } from './testing/build.ts';
import { validate } from './validate.ts';

const context = buildContext();
const STEPS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Any wiring of six steps: most are faulty in some way, and some are sound. */
const target = fc.constantFrom(...STEPS, 'END', 'END', 'END');
const anyStep: fc.Arbitrary<DraftStep> = fc
  .tuple(fc.nat(9), target, target, fc.constantFrom('here', 'start', 'a', 'b'))
  .map(([kind, one, two, since]) => {
    switch (kind) {
      case 0:
        return email(one, {}, { refused: two });
      case 1:
        return task(one, { saveAs: 'it' });
      case 2:
        return waitFor(one, 2, 'hours');
      case 3:
        return waitEvent('email.received', { 'event:it': one, timeout: two }, { since });
      case 4:
        return step('repeat', 'Again', { max: 3 }, { body: one, done: two });
      case 5:
        return step('if', 'If', { cond: { op: 'known', fact: 'person.age' } }, { yes: one, otherwise: two });
      case 6:
        return step(
          'approval',
          'Ask',
          { question: 'May we?', assignee: 'owner', within: { value: 1, unit: 'hours' } },
          { approved: one, rejected: two, timeout: two },
        );
      case 7:
        return step(
          'wait.date',
          'Day',
          { fact: 'person.reviewDueOn', days: 0, at: '09:00' },
          { next: one, missing: two, past: two },
        );
      case 8:
        return step(
          'automation.call',
          'Call',
          { automationId: IDS.other, within: 'forever' },
          { 'event:ended': one },
        );
      default:
        return exit();
    }
  });
const drafts = fc
  .tuple(fc.array(anyStep, { minLength: 1, maxLength: STEPS.length }), fc.boolean())
  .map(([steps, goal]): DraftDefinition =>
    build(Object.fromEntries(steps.map((one, index) => [STEPS[index] ?? 'a', one])), {
      goals: goal ? [{ id: 'won', label: 'Won', match: { kind: 'client.created' }, to: 'a' }] : [],
    }),
  );

const world: SimulatedWorld = {
  facts: (_person, names) => Object.fromEntries(names.map((name) => [name, { unknown: 'not_given' }])),
  time: (_person, _spec, nowMs) => ({ of: 'resolveTime', atMs: nowMs + 3_600_000 }),
  act: (_run, key) => ({ of: 'act', done: key, seq: 0 }),
};

test('what is let pass compiles to a plan whose every way leads somewhere, and comes to an end', () => {
  let sound = 0;
  fc.assert(
    fc.property(drafts, (draft) => {
      const { definition, problems } = validate(draft, context);
      if (definition === undefined) {
        expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
        return;
      }
      sound += 1;
      const plan = { ...compile(definition, context), hash: 'h' };
      const ids = new Set(['END', ...Object.keys(Plan.parse(plan).nodes)]);
      for (const node of Object.values(plan.nodes)) {
        const targets = Object.values(node).filter(
          (value) => typeof value === 'string' && /^[a-z]~\d$/.test(value),
        );
        for (const to of targets) expect(ids.has(String(to))).toBe(true);
      }
      const { open, state } = simulate(plan, {
        run: 'r',
        person: 'p',
        startMs: 0,
        horizonMs: 10 * 365 * 86_400_000,
        world,
        script: [],
      });
      // only a wait "for ever" may still stand; nothing runs into the limit of steps
      expect(open === undefined || open === 'event').toBe(true);
      expect(state.attention).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
  expect(sound).toBeGreaterThan(50);
});

test('however unfinished a draft is, it is answered with problems, never with a fault', () => {
  const fields = [
    'for',
    'within',
    'events',
    'cases',
    'cond',
    'template',
    'saveAs',
    'since',
    'assignee',
    'fact',
    'max',
  ];
  const junk = fc
    .dictionary(fc.constantFrom(...fields, 'notAfter', 'variants'), fc.jsonValue({ maxDepth: 2 }))
    .map((params) => z.record(z.string(), Json).parse(params));
  fc.assert(
    fc.property(drafts, junk, (draft, params) => {
      const nodes = Object.fromEntries(
        Object.entries(draft.nodes).map(([id, one]) => [
          id,
          { ...one, params: { ...one.params, ...params } },
        ]),
      );
      const { definition, problems } = validate({ ...draft, nodes }, context);
      expect(definition === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
    }),
    { numRuns: 500 },
  );
});
