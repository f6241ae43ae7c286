import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let owner: Ask;
let other: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  owner = await signInAs(api, firm, 'owner');
  other = await signInAs(api, await buildFirm(api.world), 'owner');
});
afterAll(() => api?.close());

const rules = async () => (await owner('GET', '/api/sending-rules')).body;

test('rules are changed by name, under their version, and each change is on record', async () => {
  const before = await rules();
  const changes = {
    blackoutDays: ['2026-12-24', '2026-12-25'],
    smsFrom: '+12165550111',
    archiveAddress: 'journal@archive.example',
  };
  const { status, body } = await owner('PATCH', '/api/sending-rules', {
    version: before['version'],
    ...changes,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body).toMatchObject({ ...changes, stopSending: false, maxTextsPerDay: 3, archiveOwed: 0 });
  const again = await owner('PATCH', '/api/sending-rules', { version: before['version'], maxTextsPerDay: 9 });
  expect(again.status).toBe(409);
  expect(again.body['current']).toMatchObject({ maxTextsPerDay: 3 });
  const kept: unknown[] = await firm.run((ctx) =>
    ctx.em.query(`select 1 from audit.record_version where table_name = 'app.firm'`),
  );
  expect(kept).toHaveLength(1);
});

test.each([
  [{ smsFrom: '555-0100' }, 'smsFrom'],
  [{ emailDomain: 'mail@harbor.example' }, 'emailDomain'],
  [{ archiveAddress: 'nowhere' }, 'archiveAddress'],
  [{ blackoutDays: ['Christmas'] }, 'blackoutDays.0'],
  [{ nonsense: true }, ''],
])('%j is refused at its field', async (change, field) => {
  const { status, body } = await owner('PATCH', '/api/sending-rules', {
    version: (await rules())['version'],
    ...change,
  });
  expect([400, 422]).toContain(status);
  expect(JSON.stringify(body)).toContain(field);
});

test("another firm's number cannot be taken", async () => {
  const { body } = await other('GET', '/api/sending-rules');
  const taken = await other('PATCH', '/api/sending-rules', {
    version: body['version'],
    smsNumbers: ['+12165550111'],
  });
  expect(taken.status).toBe(422);
  expect(taken.body['errors']).toMatchObject([{ field: 'smsNumbers.0', code: 'number_taken' }]);
});

test('the stop switch is thrown with a reason and no version; the preview says so, and when a text could go', async () => {
  const person = await buildPerson(firm, { state: 'OH', phones: [{ number: '+12165551300' }] });
  const permission = {
    channel: 'sms',
    purpose: 'service',
    address: '+12165551300',
    textShown: 'You may text me about my plan.',
    how: 'phone',
  };
  await owner('POST', `/api/people/${person.id}/permissions`, permission);
  const ask = () =>
    owner('POST', `/api/people/${person.id}/messages/preview`, {
      purpose: 'service',
      words: { channel: 'sms', body: 'Hello' },
    });
  expect(
    (await owner('POST', '/api/sending-rules/stop-switch', { on: true, reason: 'a drill' })).body,
  ).toMatchObject({
    stopSending: true,
  });
  expect((await ask()).body['gate']).toMatchObject({
    verdict: 'later',
    code: 'stop_switch',
    words: 'The firm has switched all sending off.',
  });
  await owner('POST', '/api/sending-rules/stop-switch', { on: false, reason: 'the drill is over' });
  const today = Array.from({ length: 3 }, (_, day) =>
    new Date(Date.now() + (day - 1) * 86_400_000).toISOString().slice(0, 10),
  );
  await owner('PATCH', '/api/sending-rules', { version: (await rules())['version'], blackoutDays: today });
  expect((await ask()).body['gate']).toMatchObject({
    verdict: 'later',
    words: expect.stringMatching(/it can go .*8:00 am Eastern\.$/),
  });
});

test('the suppression list: put on by hand, found by address, listed by page, and never lifted by hand', async () => {
  for (const address of ['Quiet@Example.com', 'calm@example.com']) {
    const added = await owner('POST', '/api/opt-outs', { channel: 'email', address, scope: 'all' });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
  }
  await owner('POST', '/api/opt-outs', { channel: 'sms', address: '(216) 555-1400', scope: 'marketing' });
  const found = await owner('GET', '/api/opt-outs?address=quiet@example.com');
  expect(found.body['items']).toMatchObject([
    { address: 'quiet@example.com', source: 'by_hand', scope: 'all' },
  ]);
  const byNumber = await owner('GET', `/api/opt-outs?address=${encodeURIComponent('+12165551400')}`);
  expect(byNumber.body['items']).toMatchObject([{ address: '+12165551400', scope: 'marketing' }]);
  const page = await owner('GET', '/api/opt-outs?limit=2');
  expect(page.body['items']).toHaveLength(2);
  const rest = await owner('GET', `/api/opt-outs?limit=2&after=${String(page.body['next'])}`);
  expect(rest.body).toMatchObject({ next: null });
  expect(
    (await owner('POST', '/api/opt-outs', { channel: 'email', address: 'no', scope: 'all' })).status,
  ).not.toBe(201);
  expect((await owner('GET', '/api/opt-outs?standing=false')).body['items']).toEqual([]);
});

test('stricter hours of a state are free; longer ones need a reason, which stays on record', async () => {
  const day = (fromMinute: number, untilMinute: number) => ({ fromMinute, untilMinute });
  const florida = (until: number) => ({
    state: 'FL',
    weekday: day(480, until),
    saturday: day(480, until),
    sunday: null,
    holiday: null,
  });
  const change = async (body: object, ask = owner) =>
    ask('PATCH', '/api/sending-rules', { version: (await rules())['version'], ...body });
  expect((await change({ stateHours: [florida(1080)] })).body).toMatchObject({ stateHours: [florida(1080)] });
  const stateHours = [florida(1260)];
  expect(await change({ stateHours })).toMatchObject({
    status: 422,
    body: {
      errors: [{ field: 'reason', code: 'reason_needed', message: expect.stringContaining('Florida') }],
    },
  });
  const reason = 'Our counsel has read the statute for texts that people asked for';
  expect(await change({ stateHours, reason })).toMatchObject({ status: 200, body: { stateHours } });
  // what stands already is not asked about again
  expect((await change({ stateHours, maxTextsPerDay: 2 })).status).toBe(200);
  const kept: unknown[] = await firm.run((ctx) =>
    ctx.em.query(
      `select reason from audit.record_version where table_name = 'app.firm' and reason is not null order by version desc limit 1`,
    ),
  );
  expect(kept).toEqual([{ reason }]);

  for (const [hours, code] of [
    [[{ ...florida(1080), state: 'XX' }], 'unknown_state'],
    [[florida(1080), florida(1020)], 'twice'],
  ] as const) {
    expect((await change({ stateHours: hours })).body).toMatchObject({ errors: [{ code }] });
  }
  expect((await change({ stateHours: [florida(480)] })).status).toBe(400);
  const advisor = await signInAs(api, firm, 'advisor');
  expect((await change({ stateHours: [] }, advisor)).status).toBe(403);
  expect((await rules())['stateHoursByDefault']).toContainEqual(expect.objectContaining({ state: 'TX' }));
});
