import { randomUUID } from 'node:crypto';
import { Tickets } from '@rap/database/identity/tickets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUser, askAs, startApi, type TestApi } from '../support/build/api.ts';
import { buildFirm } from '../support/build/world.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.close());

const post = async (url: string, payload: object) => {
  const answer = await api.app.inject({ method: 'POST', url, payload });
  return { status: answer.statusCode, body: answer.json() };
};

async function linkFor(email: string): Promise<{ email: string; ticket: string }> {
  const identityId = (await api.directory.identityOf(email)) ?? (await api.directory.addIdentity(email));
  return { email, ticket: await api.app.get(Tickets).issue(identityId, 'firm_set_up', 60) };
}

const PASSWORD = 'seven lanterns over the quiet harbor';
const FIRM = {
  displayName: 'Ines Ortega',
  password: PASSWORD,
  name: 'Ortega Retirement',
  timeZone: 'America/Denver',
  states: ['CO'],
  postalAddress: '1 Main Street, Boulder, CO 80302',
  settings: { fourEyes: false, requireSecondFactor: false, sendingHours: 'safe', emailDomain: '' },
};
const newEmail = () => `ines-${randomUUID()}@ortega.example`;

test('a link founds a firm with its owner once; the owner signs in and has the first steps before them', async () => {
  const link = await linkFor(newEmail());
  expect((await post('/api/firm-set-up/look', link)).body).toEqual({ known: false });
  const founded = await post('/api/firm-set-up', { ...link, ...FIRM });
  expect(founded).toMatchObject({ status: 201 });
  expect(await post('/api/firm-set-up', { ...link, ...FIRM })).toMatchObject({
    status: 404,
    body: { code: 'not_open' },
  });
  const owner = await askAs(api, { email: link.email, password: PASSWORD });
  expect((await owner('GET', '/api/sessions/current')).body).toMatchObject({
    firmId: founded.body.firmId,
    role: 'owner',
    displayName: 'Ines Ortega',
  });
  expect((await owner('GET', '/api/firm')).body).toMatchObject({
    name: 'Ortega Retirement',
    timeZone: 'America/Denver',
    states: ['CO'],
    settings: { fourEyes: false, sendingHours: 'safe' },
  });
  const steps = async () => {
    const { body } = await owner('GET', '/api/first-steps');
    const items = body['items'] as { step: string; done: boolean }[];
    return items.filter(({ done }) => done).map(({ step }) => step);
  };
  expect(await steps()).toEqual([]);
  await owner('POST', '/api/invitations', {
    email: 'kim@ortega.example',
    displayName: 'Kim',
    role: 'assistant',
  });
  await owner('POST', '/api/people', { firstName: 'Maria', lastName: 'Lopez' });
  expect(await steps()).toEqual(['colleagues', 'people']);
  const { body: firm } = await owner('GET', '/api/firm');
  await owner('PATCH', '/api/firm', { version: firm['version'], settings: { firstStepsClosed: true } });
  expect((await owner('GET', '/api/first-steps')).body).toMatchObject({ closed: true });
});

test('two at once with one link found one firm', async () => {
  const link = await linkFor(newEmail());
  const both = await Promise.all([1, 2].map(() => post('/api/firm-set-up', { ...link, ...FIRM })));
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 404]);
  const identityId = (await api.directory.identityOf(link.email)) ?? '';
  expect(await api.directory.membershipsOf(identityId)).toHaveLength(1);
});

test('what is wrong is said at its field, and the link stays good', async () => {
  const link = await linkFor(newEmail());
  const faultOf = async (changes: object) =>
    (await post('/api/firm-set-up', { ...link, ...FIRM, ...changes })).body.errors?.[0]?.field;
  expect(await faultOf({ password: 'Ortega Retirement' })).toBe('password');
  expect(await faultOf({ password: 'short' })).toBe('password');
  expect(await faultOf({ timeZone: 'Colorado' })).toBe('timeZone');
  expect(await faultOf({ states: [] })).toBe('states');
  expect(await faultOf({ postalAddress: '' })).toBe('postalAddress');
  expect((await post('/api/firm-set-up', { ...link, ...FIRM })).status).toBe(201);
});

test('a link is good for its own address alone, and a ticket of another kind is none', async () => {
  const link = await linkFor(newEmail());
  const other = await linkFor(newEmail());
  expect((await post('/api/firm-set-up/look', { ...link, email: other.email })).status).toBe(404);
  expect((await post('/api/firm-set-up/look', { ...link, ticket: 'x'.repeat(40) })).status).toBe(404);
  const identityId = (await api.directory.identityOf(link.email)) ?? '';
  const reset = await api.app.get(Tickets).issue(identityId, 'reset', 60);
  expect((await post('/api/firm-set-up/look', { ...link, ticket: reset })).status).toBe(404);
});

test('who works in another firm shows the password of the account, which stays', async () => {
  const elsewhere = await buildFirm(api.world);
  const user = await addUser(api, elsewhere, 'advisor');
  const link = await linkFor(user.email);
  expect((await post('/api/firm-set-up/look', link)).body).toEqual({ known: true });
  const guessed = await post('/api/firm-set-up', { ...link, ...FIRM });
  expect(guessed).toMatchObject({ status: 422, body: { errors: [{ field: 'password' }] } });
  const founded = await post('/api/firm-set-up', { ...link, ...FIRM, password: user.password });
  expect(founded.status).toBe(201);
  const signedIn = await post('/api/sessions', { email: user.email, password: user.password });
  expect(signedIn.body.code).toBe('choose_firm');
});
