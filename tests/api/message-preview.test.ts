import { afterAll, beforeAll, expect, test } from 'vitest';
import { MessagePreview } from '@rap/contracts/outbound-message';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm } from '../support/build/world.ts';

let api: TestApi;
let owner: Ask;
let personId: string;

beforeAll(async () => {
  api = await startApi();
  const firm = await buildFirm(api.world);
  owner = await signInAs(api, firm, 'owner', [firm.bookId]);
  ({ id: personId } = await buildPerson(firm));
  await owner('PATCH', `/api/people/${personId}`, { version: 1, firstName: 'Maria', ownerId: null });
});
afterAll(() => api?.close());

async function preview(words: object): Promise<MessagePreview> {
  const path = `/api/people/${personId}/messages/preview`;
  const { status, body } = await owner('POST', path, { purpose: 'service', words });
  expect(status, JSON.stringify(body)).toBe(200);
  return MessagePreview.parse(body);
}

test('an email is shown as its reader would have it, and what nothing is known for is named', async () => {
  const shown = await preview({
    channel: 'email',
    subject: 'Hello {{ person.firstName }}',
    html: '<p>Yours, {{ owner.name }}</p><p>{{ meeting.startsAt | when }}</p>',
  });
  expect(shown).toMatchObject({ subject: 'Hello Maria', segments: null });
  expect(shown.text).toContain('Yours,');
  expect(shown.missing.toSorted()).toEqual(['meeting.startsAt', 'owner.name']);
});

test('a text says how many texts it is, by its own characters', async () => {
  expect(await preview({ channel: 'sms', body: 'Hello {{ person.firstName }}' })).toMatchObject({
    text: 'Hello Maria',
    segments: 1,
    missing: [],
  });
  expect((await preview({ channel: 'sms', body: `${'a'.repeat(100)}\u{1f600}` })).segments).toBe(2);
});

test('somebody is greeted by what they go by, and their advisor signs with title and phone', async () => {
  const { body: me } = await owner('GET', '/api/profile');
  const said = { title: 'Senior advisor, CFP', phone: '(216) 555-0142' };
  await owner('PATCH', '/api/profile', { version: me['version'], ...said });
  const { body: person } = await owner('GET', `/api/people/${personId}`);
  const changed = { version: person['version'], preferredName: 'Mia', ownerId: me['id'] };
  expect((await owner('PATCH', `/api/people/${personId}`, changed)).body['preferredName']).toBe('Mia');
  const body = 'Hello {{ person.firstName }}. {{ owner.title }}, {{ owner.phone }}';
  expect(await preview({ channel: 'sms', body })).toMatchObject({
    text: 'Hello Mia. Senior advisor, CFP, (216) 555-0142',
    missing: [],
  });
});
