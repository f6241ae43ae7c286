import { expect, test } from 'vitest';
import { z } from 'zod';
import { STEP_CATALOGUE } from './catalogue.ts';
import { DraftDefinition, Step, Trigger } from './definition.ts';
import {
  EVENT_CATALOGUE,
  EVENT_KINDS,
  eventData,
  eventFields,
  eventKeyField,
  eventPayload,
} from './events.ts';
import { StepKind } from './step-params.ts';
import { TriggerKind } from './trigger-params.ts';

const ID = '01890000-0000-7000-8000-000000000001';

test.each(EVENT_KINDS)('%s holds ids, enums, numbers, flags, instants and codes only', (kind) => {
  const samples = { text: 'Maria Lopez, 12 Main St', mail: 'maria@example.com', day: '1964-03-02' };
  for (const { name, type } of eventFields(kind)) {
    const field: z.core.$ZodType | undefined = eventPayload(kind).shape[name];
    for (const sample of Object.values(samples)) {
      const taken = field !== undefined && z.safeParse(field, sample).success;
      expect(taken, `${name} (${type}) takes "${sample}"`).toBe(false);
    }
  }
});

test.each(EVENT_KINDS)('%s refuses a field that is not declared', (kind) => {
  const issues = eventPayload(kind).safeParse({ firstName: 'Maria' }).error?.issues ?? [];
  expect(issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true);
});

test.each(EVENT_KINDS)('%s names its key among its fields', (kind) => {
  const keyField = eventKeyField(kind);
  if (keyField !== undefined)
    expect(eventFields(kind).find(({ name }) => name === keyField)?.type).toBe('id');
  expect(EVENT_CATALOGUE[kind].label).toMatch(/^\S/);
});

test('a run hears the payload with its key', () => {
  expect(eventData('task.completed', { taskId: ID })).toEqual({ taskId: ID, key: ID });
  expect(eventData('consent.given', { channel: 'sms' })).toEqual({ channel: 'sms' });
  expect(eventData('some.other', { a: 1 })).toEqual({ a: 1 });
});

test('fields tell their type, their choices, and whether they may be empty', () => {
  expect(eventFields('stage.changed')).toContainEqual({
    name: 'to',
    type: 'choice',
    choices: ['new', 'contacted', 'meeting_booked', 'proposal', 'won', 'lost'],
    optional: false,
  });
  expect(eventFields('meeting.booked')).toContainEqual({
    name: 'startsAt',
    type: 'instant',
    optional: false,
  });
  expect(eventFields('meeting.booked')).toContainEqual({ name: 'hostId', type: 'id', optional: true });
  expect(eventFields('email.bounced')).toContainEqual({
    name: 'permanent',
    type: 'boolean',
    optional: false,
  });
  expect(eventFields('message.refused')).toContainEqual({ name: 'reason', type: 'code', optional: false });
});

test('everything that starts an automation is an event that something raises', () => {
  expect(EVENT_KINDS).toEqual(expect.arrayContaining(TriggerKind.options));
  expect(Trigger.options.map(({ shape }) => shape.kind.value)).toEqual(TriggerKind.options);
});

test('every kind of step has its shape', () => {
  expect(Step.options.map(({ shape }) => shape.kind.value)).toEqual(StepKind.options);
  expect(Object.keys(STEP_CATALOGUE)).toEqual(StepKind.options);
});

/** Parameters with which a step has as many ways out as it can have. */
const PARAMS = {
  events: [{ id: 'a', label: 'A' }],
  cases: [{ id: 'a', label: 'A' }],
  variants: [{ id: 'a', label: 'A' }],
  within: { value: 1, unit: 'days' },
};

test.each(StepKind.options)('%s: the ways out that are shown are the ways out that can be kept', (kind) => {
  const shown = STEP_CATALOGUE[kind].ports(PARAMS);
  const all = Object.fromEntries(shown.map(({ id }) => [id, 'END']));
  const ports = Step.options.find(({ shape }) => shape.kind.value === kind)?.shape.ports;
  expect(ports?.safeParse(all).success).toBe(true);
  expect(ports?.safeParse({ ...all, more: 'END' }).success).toBe(false);
});

test('a wait for ever has no end, so no way out for it', () => {
  const ports = STEP_CATALOGUE['wait.event'].ports({ ...PARAMS, within: 'forever' });
  expect(ports.map(({ id }) => id)).toEqual(['event:a']);
});

test('half written parameters have the ways out that are already named', () => {
  const ports = STEP_CATALOGUE.branch.ports({
    cases: [{ id: 'a' }, { label: 'B' }, 7, { id: 'c', label: 'C' }],
  });
  expect(ports.map(({ id }) => id)).toEqual(['case:a', 'case:c', 'otherwise']);
  expect(STEP_CATALOGUE.split.ports({ variants: 'none' })).toEqual([]);
});

test('a draft may be unfinished; names and targets keep their form', () => {
  const draft = {
    schema: 1,
    name: 'Draft',
    trigger: { kind: 'manual', params: {}, next: 'a' },
    nodes: { a: { kind: 'email', label: 'Hello', params: {}, ports: {} } },
    goals: [],
    settings: { reentry: 'never', failureStop: { pct: 20, min: 10 }, maxSteps: 100 },
  };
  expect(DraftDefinition.safeParse(draft).success).toBe(true);
  const named = (id: string) =>
    DraftDefinition.safeParse({ ...draft, nodes: { [id]: draft.nodes.a } }).success;
  expect([named('b-2'), named('B'), named('a~1'), named('END'), named('__proto__x')]).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
