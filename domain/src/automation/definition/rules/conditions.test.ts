import { expect, test } from 'vitest';
import { IDS, build, email, problemsIn, step, waitEvent } from '../testing/build.ts';

const question = (cond: unknown) =>
  build({ q: step('if', 'Ask', { cond: cond as never }, { yes: 'END', otherwise: 'END' }) }); // drafts take any JSON

test.each([
  [
    { op: 'eq', fact: 'person.shoeSize', value: 9 },
    'fact_unknown: *Ask*: "person.shoeSize" is nothing we know about a person',
  ],
  [
    { op: 'eq', fact: 'event.stage', value: 'new' },
    'fact_unknown: *Ask*: "event.stage" is nothing we know about a person',
  ],
  [
    { op: 'gt', fact: 'person.reviewDueOn', value: 5 },
    'type_unfit: *Ask*: day of the next review is a date; compare it with a date',
  ],
  [
    { op: 'eq', fact: 'person.age', value: '61' },
    'type_unfit: *Ask*: age is a number; compare it with a number',
  ],
  [
    { op: 'eq', fact: 'client.isClient', value: 'yes' },
    'type_unfit: *Ask*: being a client is yes or no; compare it with yes or no',
  ],
  [
    { op: 'gt', fact: 'person.state', value: 'OH' },
    'type_unfit: *Ask*: state has no order; ask whether it equals something',
  ],
  [
    { op: 'eq', fact: 'lead.stage', value: 'hot' },
    'type_unfit: *Ask*: stage of the newest lead is one of new, contacted, meeting_booked, proposal, won, lost',
  ],
  [
    { op: 'in', fact: 'lead.stage', value: [] },
    'type_unfit: *Ask*: stage of the newest lead is a choice; compare it with one of the choices',
  ],
  [
    { op: 'eq', fact: 'person.tags', value: IDS.tag },
    'type_unfit: *Ask*: tags is a list; ask whether it contains something',
  ],
  [
    { op: 'contains', fact: 'person.state', value: 'OH' },
    'type_unfit: *Ask*: state is a single value; only a list can contain something',
  ],
  [
    { op: 'contains', fact: 'person.tags', value: IDS.other },
    'reference_unknown: *Ask*: tags is compared with something that is not there',
  ],
  [
    { op: 'not', of: { op: 'any', of: [{ op: 'known', fact: 'x' }] } },
    'fact_unknown: *Ask*: "x" is nothing we know about a person',
  ],
])('a condition compares what is known with its own kind: %j', (cond, message) => {
  expect(problemsIn(question(cond))).toEqual([message]);
});

test('the filter of who may enter is checked like any condition', () => {
  const settings = { ...build({}).settings, filter: { op: 'eq' as const, fact: 'person.age', value: 'old' } };
  expect(problemsIn(build({ hello: email('END') }, { settings }))).toEqual([
    'type_unfit: Who may enter: age is a number; compare it with a number',
  ]);
});

test('an expected event exists, and its condition reads what it tells', () => {
  const news = (match: Record<string, unknown>) =>
    build({
      news: waitEvent(
        '',
        { 'event:it': 'END', timeout: 'END' },
        {
          events: [{ id: 'it', label: 'it', match: match as never }], // drafts take any JSON
        },
      ),
    });
  expect(problemsIn(news({ kind: 'fax.received' }))).toEqual([
    'event_unknown: *Wait for news*: "fax.received" is nothing that can happen here',
  ]);
  const where = { op: 'eq', fact: 'event.colour', value: 'red' };
  expect(problemsIn(news({ kind: 'stage.changed', where }))).toEqual([
    'field_unknown: *Wait for news*: "event.colour" is nothing this event tells',
  ]);
  expect(
    problemsIn(news({ kind: 'stage.changed', where: { op: 'eq', fact: 'event.to', value: 'won' } })),
  ).toEqual([]);
});

test('a step counts from a date', () => {
  const day = (fact: string) =>
    build({
      day: step(
        'wait.date',
        'Day',
        { fact, days: 0, at: '09:00' },
        { next: 'END', missing: 'END', past: 'END' },
      ),
    });
  expect(problemsIn(day('person.age'))).toEqual(['type_unfit: *Day*: age is not a date; choose a date']);
  expect(problemsIn(day('person.graduation'))).toEqual([
    'fact_unknown: *Day*: "person.graduation" is nothing we know about a person',
  ]);
  expect(problemsIn(build({ hello: email('END', { notAfter: { beforeDate: 'person.age' } }) }))).toEqual([
    'type_unfit: *Say hello*: age is not a date; choose a date',
  ]);
});
