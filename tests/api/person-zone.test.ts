import { afterAll, beforeAll, expect, test } from 'vitest';
import { whereabouts } from '@rap/database/person/person-zone';
import { signInAs, startApi, type Answer, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  ask = await signInAs(api, firm, 'owner', [firm.bookId]);
});
afterAll(() => api?.close());

const zonesOf = async (id: string): Promise<readonly string[]> =>
  (await firm.run((ctx) => whereabouts(ctx, id))).places.zones;

test('without a stated zone the address says it, where its state has one alone; a stated one stays', async () => {
  const made = await ask('POST', '/api/people', { lastName: 'Alvarez', state: 'OH' });
  const byAddress = { timeZone: 'America/New_York', timeZoneSource: 'address' };
  expect(made).toMatchObject({ status: 201, body: byAddress });
  const id = String(made.body['id']);
  let { version } = made.body;
  const change = async (changes: object): Promise<Answer['body']> => {
    const { status, body } = await ask('PATCH', `/api/people/${id}`, { version, ...changes });
    expect(status, JSON.stringify(body)).toBe(200);
    version = body['version'];
    return body;
  };
  expect(await change({ firstName: 'Maria' })).toMatchObject(byAddress);
  expect(await change({ state: 'CA' })).toMatchObject({ timeZone: 'America/Los_Angeles' });
  // a state with two zones says neither, and both count
  expect(await change({ state: 'FL' })).toMatchObject({ timeZone: null, timeZoneSource: null });
  expect(await zonesOf(id)).toEqual(['America/New_York', 'America/Chicago']);
  expect(await change({ timeZone: 'America/Chicago' })).toMatchObject({ timeZoneSource: 'stated' });
  expect(await change({ state: 'OH' })).toMatchObject({
    timeZone: 'America/Chicago',
    timeZoneSource: 'stated',
  });
  expect(await change({ timeZone: null })).toMatchObject(byAddress);
  expect(await change({ state: null })).toMatchObject({ timeZone: null, timeZoneSource: null });
  expect(await change({ state: 'PR' })).toMatchObject({ timeZone: 'America/Puerto_Rico' });
  const fields = await api.world.asOwner(
    `select payload->>'field' as field from spine.event where subject_id = '${id}' and kind = 'field.changed'`,
    firm.firmId,
  );
  expect(fields.filter(({ field }) => field === 'timeZone')).toHaveLength(6);
});

test('a zone that the address says never narrows where somebody may be', async () => {
  const { id } = await buildPerson(firm, { state: 'NY', phones: [{ number: '+13105550100' }] });
  expect(await zonesOf(id)).toEqual(['America/New_York', 'America/Los_Angeles']);
  // the address became another without its zone: the old zone is one of two that Florida has
  await api.world.asOwner(`update app.person set state = 'FL' where id = '${id}'`, firm.firmId);
  expect(await zonesOf(id)).toEqual(['America/New_York', 'America/Chicago', 'America/Los_Angeles']);
});
