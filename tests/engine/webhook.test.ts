import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { createAutomation } from '@rap/database/automation/automation-drafts';
import { publishVersion } from '@rap/database/automation/automation-publishing';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { insertRecord } from '@rap/database/records/write-record';
import { takeCall } from '@rap/database/webhook/take-call';
import { addSource } from '@rap/database/webhook/webhook-source-commands';
import {
  addEndpoint,
  deleteEndpoint,
  disableEndpoint,
} from '@rap/database/webhook/webhook-endpoint-commands';
import { publishAutomation } from '../support/build/automation.ts';
import { startEngine, type TestEngine } from '../support/build/engine.ts';
import { buildPerson } from '../support/build/person.ts';
import { startReceiver, status, type Receiver } from '../support/build/receiver.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let engine: TestEngine;
let firm: TestFirm;
let receiver: Receiver;
beforeAll(async () => {
  engine = await startEngine();
}, 60_000);
afterAll(() => engine?.close());
beforeEach(async () => {
  firm = await buildFirm(engine.world, { settings: { fourEyes: false } });
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

/** Tells the endpoint, then notes how that ended. */
const definition = (
  endpointId: string,
  trigger: DraftDefinition['trigger'] = { kind: 'manual', params: {}, next: 'tell' },
): DraftDefinition => ({
  schema: 1,
  name: 'Tell the archive',
  trigger,
  nodes: {
    tell: {
      kind: 'webhook.out',
      label: 'Tell the archive',
      params: { endpointId },
      ports: { next: 'done', error: 'failed' },
    },
    done: { kind: 'exit', label: 'Told', params: { outcome: 'told' }, ports: {} },
    failed: { kind: 'exit', label: 'Not told', params: { outcome: 'not_told' }, ports: {} },
  },
  goals: [],
  settings: { reentry: 'eachOccurrence', failureStop: { pct: 100, min: 1000 }, maxSteps: 50 },
});

const endpoint = (url = receiver.url) =>
  firm.run(async (ctx) => (await addEndpoint(ctx, { url, description: 'Archive', eventKinds: [] })).row);

/** Publishes it behind a webhook of our own, calls that, and answers how the run ended. */
async function outcome(endpointId: string): Promise<{ outcome: string | null; personId: string }> {
  const source = await firm.run(async (ctx) => {
    const lead = await insertRecord(ctx, LeadSourceEntity, { name: 'Site', kind: 'other' });
    const { row } = await addSource(ctx, { name: 'Site', bookId: firm.bookId, leadSourceId: lead.id });
    return row;
  });
  const trigger = { kind: 'webhook', params: { webhookId: source.id }, next: 'tell' } as const;
  const automationId = await publishAutomation(firm, {
    definition: definition(endpointId, trigger),
    templates: {},
  });
  await engine.tick();
  const person = await buildPerson(firm);
  await firm.run((ctx) => takeCall(ctx, source, 'call-1', { person: { id: person.id } }));
  await engine.relayed();
  const rows: { id: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select id from app.enrolment where automation_id = $1 and person_id = $2`, [
      automationId,
      person.id,
    ]),
  );
  expect(rows).toHaveLength(1);
  await engine.env.client.workflow.getHandle(`run:${firm.firmId}:${rows[0]?.id}`).result();
  const ended: { outcome: string | null }[] = await firm.run((ctx) =>
    ctx.em.query(`select outcome from app.enrolment where id = $1`, [rows[0]?.id]),
  );
  return { outcome: ended[0]?.outcome ?? null, personId: person.id };
}
const messageIds = (): unknown[] => receiver.received.map(({ headers }) => headers['webhook-id']);

test('a call from outside starts a run, and its step tells the receiver once, by ids', async () => {
  const { id } = await endpoint();
  const run = await outcome(id);
  expect(run.outcome).toBe('told');
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]?.body).toMatchObject({
    type: 'automation.step',
    data: { firmId: firm.firmId, personId: run.personId, step: 'tell' },
  });
});

test('a fault, a lost connection and a receiver that acts without answering are tried again under one id', async () => {
  const { id } = await endpoint();
  receiver.answers.push(
    status(500),
    (response) => response.destroy(),
    () => undefined, // it has acted, and does not answer in time
  );
  expect((await outcome(id)).outcome).toBe('told');
  expect(receiver.received).toHaveLength(4);
  expect(new Set(messageIds()).size).toBe(1);
  const log: { error_code: string | null }[] = await firm.run((ctx) =>
    ctx.em.query(`select error_code from app.webhook_attempt order by id`),
  );
  expect(log.map((row) => row.error_code)).toEqual(['provider_down', 'connection', 'timeout', null]);
});

test('what fails for hours, or redirects into a private network, leaves by "it fails"', async () => {
  const { id } = await endpoint();
  const redirect = status(302, { location: 'http://169.254.169.254/latest/meta-data' });
  receiver.answers.push(...Array.from({ length: 6 }, () => redirect));
  expect((await outcome(id)).outcome).toBe('not_told');
  expect(receiver.received).toHaveLength(6);
  expect(new Set(messageIds()).size).toBe(1);
});

test('a receiver that was disabled meanwhile is not called', async () => {
  const { id } = await endpoint();
  await firm.run((ctx) => disableEndpoint(ctx, id, 1, 'by_hand'));
  expect((await outcome(id)).outcome).toBe('not_told');
  expect(receiver.received).toEqual([]);
});

test('publishing takes a receiver that exists, and says so when there is none', async () => {
  const { id } = await endpoint();
  expect(await publishingSays(definition(id))).toEqual([]);
  await firm.run((ctx) => deleteEndpoint(ctx, id, 1));
  expect(await publishingSays(definition(id))).toEqual(['*Tell the archive*: choose a receiver that exists']);
});

function publishingSays(drawn: DraftDefinition): Promise<string[]> {
  return firm.run(async (ctx) => {
    const { draft } = await createAutomation(ctx, { definition: drawn, ownerId: firm.ownerId });
    const published = await publishVersion(ctx, draft, draft.version);
    return published.outcome === 'problems' ? published.problems.map(({ message }) => message) : [];
  });
}
