import { afterAll, beforeAll, expect, test } from 'vitest';
import { NEW_LEAD_NURTURE } from '@rap/domain/automation/library/new-lead-nurture';
import { templatesIn } from '@rap/domain/automation/definition/templates-in';
import { publishAutomation } from '../support/build/automation.ts';
import {
  addUser,
  askAs,
  askWithKey,
  signInAs,
  startApi,
  type Answer,
  type Ask,
  type TestApi,
} from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

const FILE = JSON.stringify({
  format: 'retirement-advisor-pro/automation',
  version: 1,
  automation: NEW_LEAD_NURTURE.definition,
  templates: NEW_LEAD_NURTURE.templates,
});

interface Shown {
  readonly id: string;
  readonly key: string;
  readonly version: number;
}

let api: TestApi;
let firm: TestFirm;
let owner: Ask;
let automationId: string;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world, { settings: { fourEyes: false } });
  owner = await signInAs(api, firm, 'owner');
  automationId = await publishAutomation(firm, NEW_LEAD_NURTURE);
});
afterAll(() => api?.close());

const list = async (query = ''): Promise<Shown[]> =>
  (await owner('GET', `/api/templates?limit=200${query}`)).body['items'] as Shown[];
const remove = ({ id, version }: Shown, ask = owner): Promise<Answer> =>
  ask('DELETE', `/api/templates/${id}?version=${version}`);
const restore = ({ id, version }: Shown, ask = owner): Promise<Answer> =>
  ask('POST', `/api/templates/${id}/restore?version=${version}`);
async function made(key: string): Promise<Shown> {
  const words = { channel: 'sms', body: 'Hello {{ person.firstName }}' };
  const { body } = await owner('POST', '/api/templates', { key, name: key, words });
  return { id: String(body['id']), key, version: Number(body['version']) };
}
const used = async (): Promise<Shown> => {
  const [key] = templatesIn(NEW_LEAD_NURTURE.definition);
  const template = (await list()).find((one) => one.key === key);
  if (!template) throw new Error('the automation names no template');
  return template;
};
const check = async () =>
  (await owner('POST', '/api/automations/check', { definition: NEW_LEAD_NURTURE.definition })).body;

test('a template that nothing uses is deleted and restored, with its versions and history', async () => {
  const template = await made('farewell');
  expect((await remove({ ...template, version: 9 })).body['code']).toBe('stale_version');
  const advisor = await signInAs(api, firm, 'advisor', [firm.bookId]);
  const assistant = await signInAs(api, firm, 'assistant', [firm.bookId]);
  expect((await remove(template, assistant)).status).toBe(403);
  const deleted = await remove(template, advisor);
  expect(deleted).toMatchObject({ status: 200, body: { deletedAt: expect.any(String), version: 2 } });
  expect((await list()).map(({ key }) => key)).not.toContain('farewell');
  expect((await list('&deleted=true')).map(({ key }) => key)).toEqual(['farewell']);
  expect((await owner('GET', `/api/templates/${template.id}`)).status).toBe(404);
  const draft = { words: { channel: 'sms', body: 'Other' } };
  expect((await owner('PUT', `/api/templates/${template.id}/draft`, draft)).status).toBe(404);
  const words = { channel: 'sms', body: 'Again' };
  expect(await owner('POST', '/api/templates', { key: 'farewell', name: 'Again', words })).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'key', message: expect.stringContaining('was deleted: restore it') }] },
  });

  expect((await restore({ ...template, version: 2 }, assistant)).status).toBe(403);
  const back = await restore({ ...template, version: 2 });
  expect(back).toMatchObject({ status: 200, body: { deletedAt: null, versions: [{ number: 1 }] } });
  const history = await owner('GET', `/api/templates/${template.id}/versions`);
  expect((history.body['items'] as { change: string }[]).map(({ change }) => change)).toEqual([
    'restore',
    'delete',
    'create',
  ]);
});

test('one that a live automation sends is refused by the names of those automations', async () => {
  const template = await used();
  const refused = await remove(template);
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'in_use', detail: expect.stringContaining(NEW_LEAD_NURTURE.definition.name) },
  });
  expect((await list()).map(({ key }) => key)).toContain(template.key);
});

test('nor while somebody inside still follows a plan with it; then drafts say that it was deleted', async () => {
  const person = await buildPerson(firm);
  const enrolled: { id: string }[] = await firm.run((ctx) =>
    ctx.em.query(
      `insert into app.enrolment (automation_id, person_id, occurrence, plan_hash, state, at, occurred_at)
       select $1, $2, 'once', live_hash, '{"marks":{"start":{"seq":0}}}', 'END', now() from app.automation where id = $1 returning id`,
      [automationId, person.id],
    ),
  );
  const { body: automation } = await owner('GET', `/api/automations/${automationId}`);
  const stopped = await owner('POST', `/api/automations/${automationId}/stop`, {
    version: automation['version'],
  });
  expect(stopped.status, JSON.stringify(stopped.body)).toBe(200);
  // somebody who sees no book of theirs is refused all the same
  const elsewhere = await signInAs(api, firm, 'advisor', []);
  expect((await remove(await used(), elsewhere)).body['code']).toBe('in_use');

  await firm.run((ctx) =>
    ctx.em.query(`update app.enrolment set status = 'ended', ended_at = now() where id = $1`, [
      enrolled[0]?.id,
    ]),
  );
  await firm.run((ctx) =>
    ctx.em.query(`update app.automation set stopped_at = now() where id = $1`, [automationId]),
  );
  expect(await check()).toMatchObject({ problems: [] });
  const template = await used();
  const deleted = await remove(template);
  expect(deleted.status, JSON.stringify(deleted.body)).toBe(200);
  const { problems } = (await check()) as { problems: { code: string; message: string }[] };
  expect(problems.map(({ code }) => code)).toContain('template_deleted');
  expect(problems[0]?.message).toContain(`the template "${template.key}" was deleted. Restore it`);

  // a file that brings its words along does not bring it back unasked
  expect(await owner('POST', '/api/automations/import', { yaml: FILE })).toMatchObject({
    status: 422,
    body: { errors: [{ field: `templates.${template.key}`, code: 'deleted' }] },
  });
  await restore({ ...template, version: Number(deleted.body['version']) });
  expect(await check()).toMatchObject({ problems: [] });
});

test('a deletion and a publication at once: one of them is refused', async () => {
  const other = await buildFirm(api.world, { settings: { fourEyes: false } });
  const ask = await signInAs(api, other, 'owner');
  const imported = await ask('POST', '/api/automations/import', { yaml: FILE });
  expect(imported.status, JSON.stringify(imported.body)).toBe(201);
  const items = (await ask('GET', '/api/templates')).body['items'] as Shown[];
  const [first] = items;
  if (!first) throw new Error('no template came with the file');
  const [deleted, published] = await Promise.all([
    remove(first, ask),
    ask('POST', `/api/automations/${String(imported.body['id'])}/publish`, { version: 1 }),
  ]);
  expect([deleted.status, published.status].filter((status) => status < 300)).toHaveLength(1);
});

const EMAIL = { channel: 'email', subject: 'Hello {{ person.firstName }}', html: '<p>Hello</p>' };

test('a test goes to the asker alone: the address of another cannot be named', async () => {
  const user = await addUser(api, firm, 'advisor', [firm.bookId]);
  const ask = await askAs(api, user);
  const { status, body } = await ask('POST', '/api/template-tests', { words: EMAIL });
  expect([status, body['to']]).toEqual([201, user.email]);
  const message = await ask('GET', `/api/messages/${String(body['messageId'])}`);
  expect(message.body).toMatchObject({ personId: null, status: 'waiting', words: EMAIL });
  const others = await ask('POST', '/api/template-tests', { words: EMAIL, to: 'maria@example.com' });
  expect(others.status).toBe(400);
  const kept: { test_by: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select test_by from app.message_order where test_by is not null`),
  );
  expect(kept).toEqual([{ test_by: user.userId }]);
});

test.each([
  // nobody has given this user a number
  [{ channel: 'sms', body: 'Hello' }, 'words.channel'],
  [{ ...EMAIL, subject: 'Hello {{ person.shoeSize }}' }, 'words.subject'],
])('a test of %j is refused at its field', async (words, field) => {
  const { status, body } = await owner('POST', '/api/template-tests', { words });
  expect(status).toBe(422);
  expect(JSON.stringify(body['errors'])).toContain(field);
});

test('a text is tested on the phone that the asker gave, and on no other', async () => {
  const ask = await signInAs(api, firm, 'advisor', [firm.bookId]);
  const { body: profile } = await ask('GET', '/api/profile');
  await ask('PATCH', '/api/profile', { version: profile['version'], phone: '(216) 555-0177' });
  const words = { channel: 'sms', body: 'Hello' };
  expect(await ask('POST', '/api/template-tests', { words })).toMatchObject({
    status: 201,
    body: { to: '+12165550177' },
  });
});

test('twenty tests an hour are the most, and a program has no address of its own', async () => {
  const ask = await signInAs(api, firm, 'assistant', [firm.bookId]);
  for (let no = 0; no < 20; no += 1) await ask('POST', '/api/template-tests', { words: EMAIL });
  expect((await ask('POST', '/api/template-tests', { words: EMAIL })).status).toBe(429);
  const key = await owner('POST', '/api/api-keys', {
    name: 'Site',
    scopes: ['template.draft'],
    expiresInDays: 1,
  });
  const program = askWithKey(api, String(key.body['token'] ?? key.body['secret'] ?? key.body['key']));
  expect((await program('POST', '/api/template-tests', { words: EMAIL })).body['code']).toBe('people_only');
});
