import { afterAll, beforeAll, expect, test } from 'vitest';
import { Enrolment, Passed, PersonInside, PersonPassed } from '@rap/contracts/automation/enrolment-http';
import { AutomationHealthList } from '@rap/contracts/automation/http';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
let automationId: string;
const inside: string[] = [];
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world, { settings: { fourEyes: false } });
  ask = await signInAs(api, firm, 'owner');
  automationId = await buildNoteAutomation(firm);
  for (let person = 0; person < 3; person++) inside.push((await enrolPerson(firm, automationId)).enrolmentId);
});
afterAll(() => api?.close());

const people = async (query: string, as = ask) => {
  const { status, body } = await as('GET', `/api/automations/${automationId}/people?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return { items: PersonInside.array().parse(body['items']), next: body['next'] as string | null };
};

test('those who stand at a step are listed page by page, the newest first, with the way to each run', async () => {
  const first = await people('limit=2&step=week');
  expect(first.items.map(({ id }) => id)).toEqual(inside.toReversed().slice(0, 2));
  expect(first.items[0]).toMatchObject({ step: 'week', label: 'Wait a week', status: 'active' });
  expect(first.items[0]?.personName).not.toBe('');
  const rest = await people(`limit=2&step=week&after=${first.next ?? ''}`);
  expect([rest.items.map(({ id }) => id), rest.next]).toEqual([[inside[0]], null]);
  expect((await people('step=note')).items).toEqual([]);
});

test('whoever works for another book sees nobody of this one', async () => {
  const stranger = await signInAs(api, firm, 'advisor', []);
  expect((await people('', stranger)).items).toEqual([]);
  const operations = await signInAs(api, firm, 'operations');
  expect((await operations('GET', `/api/automations/${automationId}/people`)).status).toBe(403);
});

test('a run names the version that the person follows, also when a newer one is live', async () => {
  const run = async () => Enrolment.parse((await ask('GET', `/api/enrolments/${inside[0]}`)).body);
  expect((await run()).versionNumber).toBe(1);
  const automation = await ask('GET', `/api/automations/${automationId}`);
  const definition = structuredClone(automation.body['definition']) as {
    nodes: { note: { params: { text: string } } };
  };
  definition.nodes.note.params.text = 'A week has passed, in other words.';
  const working = automation.body['working'] as { version: number };
  const saved = await ask('PUT', `/api/automations/${automationId}/draft`, {
    version: working.version,
    definition,
  });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  const next = saved.body['working'] as { version: number };
  const live = await ask('POST', `/api/automations/${automationId}/publish`, { version: next.version });
  expect(live.body['liveNumber'], JSON.stringify(live.body)).toBe(2);
  expect((await run()).versionNumber).toBe(1);
});

test('those inside are counted and listed by the version that they follow', async () => {
  const newer = (await enrolPerson(firm, automationId)).enrolmentId;
  const versions = await ask('GET', `/api/automations/${automationId}/versions`);
  expect(versions.body['items']).toMatchObject([
    { number: 2, status: 'live', inside: 1 },
    { number: 1, status: 'retired', inside: 3 },
  ]);
  const counts = async (query: string) =>
    (await ask('GET', `/api/automations/${automationId}/inside${query}`)).body;
  expect(await counts('')).toMatchObject({ steps: [{ step: 'week', people: 4 }], older: 3 });
  expect(await counts('?versionNumber=1')).toMatchObject({ steps: [{ step: 'week', people: 3 }] });
  expect(await counts('?versionNumber=9')).toMatchObject({ steps: [] });
  expect((await people('versionNumber=2')).items.map(({ id }) => id)).toEqual([newer]);
  expect((await people('versionNumber=1')).items.map(({ id }) => id)).toEqual(inside.toReversed());
  // long ago for what is counted below
  await firm.run((ctx) =>
    ctx.em.query(
      `update app.enrolment set status = 'ended', occurred_at = occurred_at - interval '500 days' where id = $1`,
      [newer],
    ),
  );
});

test('the health of each automation counts all books and the last thirty days of business time', async () => {
  const health = async () =>
    AutomationHealthList.parse((await ask('GET', '/api/automations/health')).body).items.find(
      (one) => one.automationId === automationId,
    );
  expect(await health()).toMatchObject({ inside: 3, held: 0, entered: 3, sent: 0, notSent: 0 });
  await firm.run(async (ctx) => {
    await ctx.em.query(`update app.enrolment set status = 'attention' where id = $1`, [inside[0]]);
    await ctx.em.query(`update app.enrolment set occurred_at = now() - interval '31 days' where id = $1`, [
      inside[1],
    ]);
  });
  expect(await health()).toMatchObject({ inside: 3, held: 1, entered: 2 });
});

test('who went through a step is counted by its ways, of those who came in within the days asked for', async () => {
  const passed = async (days: number) => {
    const { status, body } = await ask('GET', `/api/automations/${automationId}/passed?days=${days}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return Passed.parse(body);
  };
  const before = await passed(30);
  // by each person once by hand: what waits for its hour has not left, and twice is one person
  const steps: readonly [string | undefined, object][] = [
    [inside[0], { n: 101, node: 'week', port: 'next', kind: 'wait', visit: 1, atMs: Date.now() }],
    [inside[0], { n: 102, node: 'week', port: 'next', kind: 'wait', visit: 2, atMs: Date.now() }],
    [inside[1], { n: 101, node: 'week', port: 'next', kind: 'wait', visit: 1, atMs: Date.now() }],
    [inside[2], { n: 101, node: 'week', port: 'later', kind: 'act', visit: 1, atMs: Date.now() }],
  ];
  await firm.run(async (ctx) => {
    for (const [enrolmentId, step] of steps)
      await ctx.em.query(
        `insert into app.step_event (enrolment_id, n, step) values ($1, ($2::jsonb->>'n')::int, $2)`,
        [enrolmentId, JSON.stringify(step)],
      );
  });
  expect(before.steps.find(({ step }) => step === 'week')).toBe(undefined);
  // the second came in 31 days ago, by the test above
  expect(await passed(30)).toMatchObject({
    days: 30,
    entered: 2,
    ways: [{ step: 'week', port: 'next', people: 1 }],
  });
  expect((await passed(90)).steps).toContainEqual({ step: 'week', people: 2 });
  expect((await ask('GET', `/api/automations/${automationId}/passed?days=0`)).status).toBe(400);

  const list = async (query: string, as = ask) => {
    const { body } = await as('GET', `/api/automations/${automationId}/passed/people?${query}`);
    return { items: PersonPassed.array().parse(body['items']), next: body['next'] as string | null };
  };
  const first = await list('step=week&days=90&limit=1');
  expect(first.items.map(({ id, port }) => [id, port])).toEqual([[inside[1], 'next']]);
  const rest = await list(`step=week&days=90&limit=1&after=${first.next ?? ''}`);
  expect([rest.items.map(({ id }) => id), rest.next]).toEqual([[inside[0]], null]);
  const stranger = await signInAs(api, firm, 'advisor', []);
  expect((await list('step=week&days=90', stranger)).items).toEqual([]);
  expect((await stranger('GET', `/api/automations/${automationId}/passed?days=90`)).body['entered']).toBe(3);
  const operations = await signInAs(api, firm, 'operations');
  const path = `/api/automations/${automationId}/passed/people?step=week`;
  expect((await operations('GET', path)).status).toBe(403);
});
