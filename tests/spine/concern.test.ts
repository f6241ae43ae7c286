import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RelayDb } from '@rap/database/spine/relay-db';
import { Relay } from '@rap/workers/relay/relay';
import { publishAutomation } from '../support/build/automation.ts';
import { handedOver } from '../support/build/handed-over.ts';
import { buildPerson } from '../support/build/person.ts';
import { openRelayedWorld, type RelayedWorld } from '../support/build/relayed-world.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let relayed: RelayedWorld;
let firm: TestFirm;
beforeAll(async () => {
  relayed = await openRelayedWorld(Date.parse('2027-02-20T15:00:00Z'));
});
afterAll(() => relayed?.close());
beforeEach(async () => {
  firm = await buildFirm(relayed.world, { settings: { fourEyes: false } });
});

const tagged = (kind: 'tag.added' | 'tag.removed', subjectId: string) => ({
  subjectId,
  kind,
  payload: { tagId: firm.bookId },
});

test('what a person did right after the event that started them is heard, though it concerned nobody when both were read', async () => {
  await publishAutomation(firm, {
    definition: {
      schema: 1,
      name: 'Hears',
      trigger: { kind: 'task.completed', params: {}, next: 'wait' },
      nodes: {
        wait: {
          kind: 'wait.event',
          label: 'Tag',
          params: {
            events: [{ id: 'gone', label: 'the tag is gone', match: { kind: 'tag.removed' } }],
            within: { value: 5, unit: 'days' },
          },
          ports: { 'event:gone': 'END', timeout: 'END' },
        },
      },
      goals: [],
      settings: { reentry: 'eachOccurrence', failureStop: { pct: 100, min: 1000 }, maxSteps: 50 },
    },
    templates: {},
  });
  const person = await buildPerson(firm);
  await relayed.relayed();
  await firm.run(async (ctx) => {
    ctx.emit(tagged('tag.removed', person.id));
    ctx.emit({ subjectId: person.id, kind: 'task.completed', payload: { taskId: firm.bookId } });
    ctx.emit(tagged('tag.added', person.id));
    ctx.emit(tagged('tag.removed', person.id));
  });
  await relayed.relayed();
  expect(relayed.told.map(({ kind }) => kind)).toEqual(['tag.removed']);
});

test('events that concern nobody are passed; from the first that does they are handed over, in order', async () => {
  const pool = new pg.Pool({ connectionString: relayed.world.urls.relay, max: 2 });
  const relayDb = new RelayDb(pool);
  const got: string[] = [];
  await firm.run((ctx) =>
    ctx.em.query(`insert into spine.consumer (firm_id, name) values ($1, 'choosy')`, [firm.firmId]),
  );
  const [one, other] = [await buildPerson(firm), await buildPerson(firm)];
  await firm.run(async (ctx) => {
    for (const kind of ['tag.added', 'tag.removed', 'tag.added'] as const) ctx.emit(tagged(kind, one.id));
    ctx.emit(tagged('tag.added', other.id));
  });
  const relay = new Relay(
    relayDb,
    [
      {
        names: () => Promise.resolve(['choosy']),
        concerning: (events) =>
          Promise.resolve(new Set(events.filter(({ kind }) => kind === 'tag.removed').map(({ id }) => id))),
        handle: async (_name, { subjectId, kind }) =>
          void got.push(`${subjectId === one.id ? 'one' : 'other'} ${kind}`),
      },
    ],
    { leaseMs: 30_000, batch: 10, pollMs: 20, onError: () => undefined },
  );
  relay.start();
  await handedOver(relayDb);
  await relay.stop();
  await pool.end();
  expect(got).toEqual(['one tag.removed', 'one tag.added']);
});
