import type { Definition, DraftDefinition } from '@rap/contracts/automation/definition';
import type { Cond, Match } from '@rap/contracts/automation/plan';
import type { PersonEvent, Result } from '@rap/contracts/automation/run';
import { describe, expect, test } from 'vitest';
import { checkTemplate } from '../../templates/render.ts';
import { countSegments } from '../../messages/sms-segments.ts';
import { resolveTime } from '../../time/resolve-time.ts';
import { compile } from '../definition/compile.ts';
import type { DefinitionContext } from '../definition/context.ts';
import { drawnStep } from '../definition/lowered-id.ts';
import { buildContext } from '../definition/testing/build.ts';
import { validate } from '../definition/validate.ts';
import { simulate, type SimulatedWorld } from '../engine/simulate.ts';
import { LIBRARY } from './library.ts';
import type { Starter } from './starter.ts';

const START_MS = Date.UTC(2027, 0, 4, 15);
const DAY_MS = 86_400_000;
const LIVES = 400;
const APPROVAL = 'the-approval';

const contextOf = ({ templates }: Starter): DefinitionContext =>
  buildContext({
    templates: new Map(Object.entries(templates).map(([key, { channel }]) => [key, { channel, version: 1 }])),
  });

/** mulberry32: the same lives in every run */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a condition compares with, by name; `is` is false within a "not". */
function compared(cond: Cond): { name: string; value: unknown }[] {
  if (cond.op === 'all' || cond.op === 'any') return cond.of.flatMap(compared);
  return 'fact' in cond && 'value' in cond ? [{ name: cond.fact, value: cond.value }] : [];
}

const matchesOf = ({ nodes, goals }: Definition): Match[] => [
  ...goals.map(({ match }) => match),
  ...Object.values(nodes).flatMap((node) => {
    if (node.kind === 'wait.event') return node.params.events.map(({ match }) => match);
    if (node.kind !== 'approval') return [];
    return ['approved', 'rejected'].map((value) => ({
      kind: 'approval.decided',
      where: { op: 'eq' as const, fact: 'event.decision', value },
    }));
  }),
];

const conditionsOf = ({ nodes }: Definition): Cond[] =>
  Object.values(nodes).flatMap((node) => {
    if (node.kind === 'if') return [node.params.cond];
    return node.kind === 'branch' ? node.params.cases.map(({ cond }) => cond) : [];
  });

/** One life that chance makes: what is known, what is refused, what happens when. Answers the drawn steps in order. */
function live(definition: Definition, context: DefinitionContext, seed: number) {
  const chance = chances(seed);
  const known = new Map(
    conditionsOf(definition)
      .flatMap(compared)
      .map(({ name, value }) => [name, chance() < 0.5 ? value : 'something else']),
  );
  const refusing = chance() < 0.3;
  const quiet = chance() < 0.3;
  const script = matchesOf(definition).flatMap((match): { event: PersonEvent }[] => {
    if (quiet || chance() < 0.6) return [];
    const data = Object.fromEntries([
      ['keyword', 'none'],
      ['key', APPROVAL],
      ...(match.where ? compared(match.where) : []).map(({ name, value }) => [
        name.slice('event.'.length),
        value,
      ]),
    ]);
    const atMs = START_MS + Math.floor(chance() ** 3 * 45 * DAY_MS);
    return [{ event: { seq: 0, kind: match.kind, atMs, data } }];
  });
  const fact = (value: unknown) => ({ value: value as string, source: 'test', asOfMs: START_MS });
  const world: SimulatedWorld = {
    facts: (_person, names) => Object.fromEntries(names.map((name) => [name, fact(known.get(name) ?? '')])),
    time: (_person, spec, nowMs) => ({
      of: 'resolveTime',
      ...resolveTime(spec, { nowMs, zone: 'America/New_York' }),
    }),
    act: (_run, _key, effect): Extract<Result, { of: 'act' }> => {
      if (['email', 'sms'].includes(effect.kind) && refusing && chance() < 0.6)
        return { of: 'act', refused: 'no_permission' };
      return { of: 'act', done: effect.kind === 'approval' ? APPROVAL : 'done', seq: 0 };
    },
  };
  const { state, steps, open } = simulate(
    { ...compile(definition, context), hash: 'draft' },
    {
      run: 'run',
      person: 'p1',
      startMs: START_MS,
      horizonMs: START_MS + 400 * DAY_MS,
      world,
      script: script
        .sort((one, other) => one.event.atMs - other.event.atMs)
        .map(({ event }, index) => ({ event: { ...event, seq: index + 1 } })),
    },
  );
  return { steps: steps.map(({ node }) => drawnStep(node)), outcome: state.outcome, open };
}

const soundOf = (starter: Starter): Definition => {
  const { definition, problems } = validate(starter.definition, contextOf(starter));
  expect(problems).toEqual([]);
  if (!definition) throw new Error(`${starter.id} is not sound`);
  return definition;
};

const drawnWays = ({ nodes, trigger }: DraftDefinition): string[] => [
  `begin>${trigger.next}`,
  ...Object.entries(nodes).flatMap(([id, { ports }]) => Object.values(ports).map((to) => `${id}>${to}`)),
];

describe.each(LIBRARY.map((starter) => [starter.definition.name, starter] as const))(
  '%s',
  (_name, starter) => {
    test('is sound, and its texts are those it names', () => {
      soundOf(starter);
      const named = Object.values(starter.definition.nodes).flatMap(({ params }) => params['template'] ?? []);
      expect(new Set(named)).toEqual(new Set(Object.keys(starter.templates)));
    });

    test('every way that is drawn is gone, every end is reached, and every life ends', () => {
      const definition = soundOf(starter);
      const context = contextOf(starter);
      const gone = new Set<string>();
      const outcomes = new Set<string | undefined>();
      for (let seed = 1; seed <= LIVES; seed++) {
        const { steps, outcome, open } = live(definition, context, seed);
        expect(open, `life ${seed} stands still`).toBeUndefined();
        outcomes.add(outcome);
        const path = ['begin', ...steps].filter((step, at, all) => step !== all[at - 1]);
        for (const [at, step] of path.entries()) if (at > 0) gone.add(`${path[at - 1]}>${step}`);
      }
      expect(drawnWays(starter.definition).filter((way) => !gone.has(way))).toEqual([]);
      const goals = starter.definition.goals.map(({ to }) => to);
      expect(goals.filter((to) => ![...gone].some((way) => way.endsWith(`>${to}`)))).toEqual([]);
      const ends = Object.values(starter.definition.nodes).flatMap(({ kind, params }) =>
        kind === 'exit' ? [params['outcome']] : [],
      );
      expect(outcomes).toEqual(new Set(ends));
    });

    test('its texts use variables that exist; what it says it needs is what they use', () => {
      const sources = Object.values(starter.templates).flatMap((template) =>
        template.channel === 'email' ? [template.subject, template.html] : [template.text],
      );
      expect(sources.flatMap(checkTemplate)).toEqual([]);
      expect(starter.needs.includes('bookingLink')).toBe(sources.join().includes('owner.bookingLink'));
      expect(starter.needs.includes('texting')).toBe(
        Object.values(starter.templates).some(({ channel }) => channel === 'sms'),
      );
    });

    test('a text names the firm first, says how to end texts, and is two segments at most', () => {
      for (const template of Object.values(starter.templates)) {
        if (template.channel !== 'sms') continue;
        expect(template.text).toMatch(/^\{\{ firm\.name \}\}: /);
        expect(template.text).toMatch(/STOP to end/);
        const filled = template.text
          .replace('{{ firm.name }}', 'Harbor Retirement Advisors')
          .replace(/\{\{ owner\.bookingLink \}\}/, 'https://harbor.example/book/dana')
          .replace(/\{\{[^}]*\}\}/g, 'Dana Reyes');
        expect(countSegments(filled).segments).toBeLessThanOrEqual(2);
      }
    });
  },
);

test('each has an id, texts and a name of its own', () => {
  const keys = LIBRARY.flatMap(({ templates }) => Object.keys(templates));
  for (const all of [LIBRARY.map(({ id }) => id), LIBRARY.map(({ definition }) => definition.name), keys])
    expect(new Set(all).size).toBe(all.length);
  expect(LIBRARY.length).toBeGreaterThanOrEqual(8);
});
