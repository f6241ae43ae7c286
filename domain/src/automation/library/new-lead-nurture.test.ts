import type { Duration } from '@rap/contracts/automation/step-params';
import type { PersonEvent, Result } from '@rap/contracts/automation/run';
import { expect, test } from 'vitest';
import { compile } from '../definition/compile.ts';
import type { DefinitionContext } from '../definition/context.ts';
import { withTestDurations } from '../definition/test-durations.ts';
import { buildContext } from '../definition/testing/build.ts';
import { validate } from '../definition/validate.ts';
import { simulate, type SimulatedWorld } from '../engine/simulate.ts';
import { checkTemplate } from '../../templates/render.ts';
import { resolveTime } from '../../time/resolve-time.ts';
import { NEW_LEAD_NURTURE } from './new-lead-nurture.ts';

const START_MS = Date.UTC(2027, 0, 4, 15);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const context: DefinitionContext = buildContext({
  allowTestDurations: true,
  templates: new Map(
    Object.entries(NEW_LEAD_NURTURE.templates).map(([key, { channel }]) => [key, { channel, version: 1 }]),
  ),
});

const seconds = (value: number): Duration => ({ value, unit: 'seconds' });
const quick = withTestDurations(NEW_LEAD_NURTURE.definition, {
  answer: seconds(20),
  'second-answer': seconds(20),
});

interface Case {
  readonly agreedToTexts?: boolean;
  readonly refused?: string;
  readonly events?: readonly Omit<PersonEvent, 'seq'>[];
  readonly definition?: typeof quick;
}

/** What happens to one lead: the steps they pass with the way out of each, and how it ends. */
function follow({
  agreedToTexts = true,
  refused,
  events = [],
  definition = NEW_LEAD_NURTURE.definition,
}: Case) {
  const checked = validate(definition, context).definition;
  if (checked === undefined) throw new Error('the definition is not sound');
  const fact = (value: boolean) => ({ value, source: 'test', asOfMs: START_MS });
  const world: SimulatedWorld = {
    facts: (_person, names) =>
      Object.fromEntries(names.map((name) => [name, fact(name === 'person.canText' || agreedToTexts)])),
    time: (_person, spec, nowMs) => ({
      of: 'resolveTime',
      ...resolveTime(spec, { nowMs, zone: 'America/New_York' }),
    }),
    act: (_run, key, effect): Extract<Result, { of: 'act' }> =>
      effect.kind === refused
        ? { of: 'act', refused: 'no_permission' }
        : { of: 'act', done: `done:${key}`, seq: 0 },
  };
  const { state, steps } = simulate(
    { ...compile(checked, context), hash: 'draft' },
    {
      run: 'run',
      person: 'p1',
      startMs: START_MS,
      horizonMs: START_MS + 30 * DAY_MS,
      world,
      script: events.map((event, index) => ({ event: { ...event, seq: index + 1 } })),
    },
  );
  const path = steps.map(({ node, port }) => `${node.replace('~1', '')}:${port}`);
  return { path, outcome: state.outcome, endedMs: state.nowMs - START_MS };
}

const after = (ms: number, kind: string, keyword = 'none'): Omit<PersonEvent, 'seq'> => ({
  kind,
  atMs: START_MS + ms,
  ...(kind === 'sms.received' ? { data: { keyword } } : {}),
});

test('it is sound, and names its own texts only', () => {
  expect(validate(NEW_LEAD_NURTURE.definition, { ...context, allowTestDurations: false }).problems).toEqual(
    [],
  );
  const named = Object.values(NEW_LEAD_NURTURE.definition.nodes).flatMap(
    ({ params }) => params['template'] ?? [],
  );
  expect(new Set(named)).toEqual(new Set(Object.keys(NEW_LEAD_NURTURE.templates)));
});

test('its texts use variables that exist', () => {
  const sources = Object.values(NEW_LEAD_NURTURE.templates).flatMap((template) =>
    template.channel === 'email' ? [template.subject, template.html] : [template.text],
  );
  expect(sources.flatMap(checkTemplate)).toEqual([]);
});

test('who never answers gets the welcome, two days later the text, and two days later a call', () => {
  const { path, outcome, endedMs } = follow({});
  expect(path).toEqual([
    'welcome:next',
    'answer:timeout',
    'reach:case:text',
    'booking-text:next',
    'second-answer:timeout',
    'call:next',
    'handed-over:exit',
  ]);
  expect(outcome).toBe('handed_over');
  expect(endedMs).toBe(4 * DAY_MS);
});

test.each(['email.received', 'sms.received'])(
  'who answers (%s) is answered by the advisor and gets no text',
  (kind) => {
    const { path, outcome } = follow({ events: [after(10 * MINUTE_MS, kind)] });
    expect(path).toHaveLength(4);
    expect(path.slice(0, 3)).toEqual(['welcome:next', expect.stringMatching(/^answer:case:/), 'reply:next']);
    expect(outcome).toBe('answered');
  },
);

test('STOP is no answer: the wait goes on', () => {
  const { path } = follow({ events: [after(10 * MINUTE_MS, 'sms.received', 'stop')] });
  expect(path).toContain('answer:timeout');
});

test('who did not agree to texts is called instead', () => {
  const { path } = follow({ agreedToTexts: false });
  expect(path).toContain('reach:otherwise');
  expect(path).not.toContain('booking-text:next');
  expect(path.at(-2)).toBe('call:next');
});

test('a welcome that may not be sent leads to a call at once', () => {
  const { path, endedMs } = follow({ refused: 'email' });
  expect(path).toEqual(['welcome:refused', 'call:next', 'handed-over:exit']);
  expect(endedMs).toBe(0);
});

test('whoever books a meeting leaves at once, wherever they stand', () => {
  const { path, outcome, endedMs } = follow({ events: [after(3 * DAY_MS, 'meeting.booked')] });
  expect(path.at(-1)).toBe('booked:exit');
  expect(path).toContain('booking-text:next');
  expect(path).not.toContain('call:next');
  expect(outcome).toBe('meeting_booked');
  expect(endedMs).toBe(3 * DAY_MS);
});

test('days can be tried in seconds, on the same way', () => {
  const tried = follow({ definition: quick });
  expect(tried.path).toEqual(follow({}).path);
  expect(tried.endedMs).toBe(40_000);
  expect(validate(quick, { ...context, allowTestDurations: false }).problems.map(({ code }) => code)).toEqual(
    ['test_duration', 'test_duration'],
  );
});

test('a trial of a step that does not wait is refused', () => {
  expect(() => withTestDurations(quick, { welcome: seconds(1) })).toThrow('welcome is not a step that waits');
  expect(() => withTestDurations(quick, { nobody: seconds(1) })).toThrow('nobody is not a step that waits');
});
