import { afterAll, beforeAll, expect, test } from 'vitest';
import { SimulationContext } from '@rap/contracts/automation/simulation-context';
import { askGate } from '@rap/database/sending/ask-gate';
import { recipientOf } from '@rap/database/sending/recipient';
import { compile } from '@rap/domain/automation/definition/compile';
import { validate } from '@rap/domain/automation/definition/validate';
import { simulate } from '@rap/domain/automation/engine/simulate';
import { SimulatedPerson } from '@rap/domain/automation/engine/simulated-person';
import { NEW_LEAD_NURTURE } from '@rap/domain/automation/library/new-lead-nurture';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

const DAY_MS = 86_400_000;
let api: TestApi;
let firm: TestFirm;
let ask: Ask;
let personId: string;

beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  ask = await signInAs(api, firm, 'advisor', [firm.bookId]);
  const person = await buildPerson(firm, { state: 'OH', birthDate: '1964-06-03', reviewDueOn: '2099-02-01' });
  personId = person.id;
  await ask('POST', `/api/people/${personId}/emails`, { address: 'maria@example.com' });
  await ask('POST', `/api/people/${personId}/permissions`, {
    channel: 'email',
    purpose: 'service',
    address: 'maria@example.com',
    textShown: 'You may write to me.',
    how: 'paper',
  });
});
afterAll(() => api?.close());

const contextOf = async (): Promise<SimulationContext> => {
  const { status, body } = await ask('GET', `/api/people/${personId}/simulation-context`);
  expect(status, JSON.stringify(body)).toBe(200);
  return SimulationContext.parse(body);
};

test('holds the facts, places, consent and rules as they stand, and no address', async () => {
  const context = await contextOf();
  expect(context).toMatchObject({
    zone: 'America/New_York',
    places: { states: ['OH'] },
    hold: null,
    firm: { stopSending: false },
    email: {
      addressFault: null,
      permissions: [{ purpose: 'service' }],
      optOuts: [],
      sentAtMs: [],
      perDay: 3,
    },
    sms: null,
    facts: {
      'person.reviewDueOn': { value: '2099-02-01' },
      'consent.email.service': { value: true },
      'lead.stage': { unknown: 'not recorded' },
    },
  });
  expect(JSON.stringify(context)).not.toContain('maria@example.com');
});

test('an automation runs from it, and the gate of the simulation says what the real one says', async () => {
  const templates = new Map(
    Object.entries(NEW_LEAD_NURTURE.templates).map(([key, { channel }]) => [key, { channel, version: 1 }]),
  );
  const shared = { automationId: personId, templates };
  const { definition } = validate(NEW_LEAD_NURTURE.definition, {
    ...shared,
    deletedTemplates: new Set(),
    names: {},
    allowTestDurations: false,
    starts: new Map(),
  });
  if (!definition) throw new Error('not sound');
  const plan = { ...compile(definition, shared), hash: 'draft' };
  const context = await contextOf();
  const run = (from: SimulationContext) => {
    const world = new SimulatedPerson(from);
    const life = { run: 'r', person: personId, startMs: from.asOfMs, horizonMs: from.asOfMs + 30 * DAY_MS };
    const { steps } = simulate(plan, { ...life, world, script: [] });
    return { world, ports: steps.map(({ node, port }) => `${node} ${port}`), steps };
  };
  expect(run(context).ports.slice(0, 3)).toEqual(['welcome~1 next', 'answer~1 timeout', 'reach~1 otherwise']);

  await ask('POST', `/api/people/${personId}/opt-outs`, {
    channel: 'email',
    address: 'maria@example.com',
    scope: 'all',
  });
  const { world, steps } = run(await contextOf());
  const real = await firm.run(async (ctx) => {
    const recipient = await recipientOf(ctx, personId, 'email');
    if (!recipient) throw new Error('no address');
    const notAfterMs = ctx.now() + DAY_MS;
    return askGate(ctx, { channel: 'email', purpose: 'service', recipient, notAfterMs });
  });
  expect(real).toMatchObject({ verdict: 'refused', code: 'opted_out' });
  expect(steps[0]).toMatchObject({ node: 'welcome~1', port: 'refused', note: 'opted_out' });
  expect(steps[0] && world.said(steps[0])?.words).toBe(
    real.verdict === 'refused' ? real.words : 'it was sent',
  );
});
