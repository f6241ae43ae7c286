import { afterAll, beforeAll, expect, test } from 'vitest';
import { Entrances } from '@rap/contracts/automation/enrolment-http';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let owner: Ask;

beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world, { settings: { fourEyes: false } });
  owner = await signInAs(api, firm, 'owner', [firm.bookId]);
});
afterAll(() => api?.close());

test('before somebody is put in by hand it is told whether they could enter, and nothing is asked for', async () => {
  const entrances = async (personId: string): Promise<Entrances['items']> => {
    const { status, body } = await owner('GET', `/api/people/${personId}/entrances`);
    expect(status, JSON.stringify(body)).toBe(200);
    return Entrances.parse(body).items;
  };
  const automationId = await buildNoteAutomation(firm);
  const { personId: inside } = await enrolPerson(firm, automationId);
  const { id: outside } = await buildPerson(firm);
  expect(await entrances(outside)).toEqual([{ automationId, name: 'Note after a week', refused: null }]);
  expect((await entrances(inside))[0]?.refused).toContain(
    'They could not enter now, because they were inside',
  );
  const { body } = await owner('GET', `/api/enrolments?personId=${outside}`);
  expect(body['items']).toEqual([]);
});
