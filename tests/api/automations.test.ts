import { afterAll, beforeAll, expect, test } from 'vitest';
import { Automation, AutomationVersionDetail } from '@rap/contracts/automation/http';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { stopWhenFinished } from '@rap/database/automation/automation-publishing';
import { importYaml } from '@rap/domain/automation/definition/yaml';
import { NEW_LEAD_NURTURE } from '@rap/domain/automation/library/new-lead-nurture';
import { PUBLIC_URL, signInAs, startApi, type Answer, type Ask, type TestApi } from '../support/build/api.ts';
import { enrolPerson } from '../support/build/note-automation.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world, { settings: { fourEyes: false } });
  ask = await signInAs(api, firm, 'owner');
});
afterAll(() => api?.close());

const NOTE: DraftDefinition = {
  schema: 1,
  name: 'Leave a note',
  trigger: { kind: 'manual', params: {}, next: 'note' },
  nodes: {
    note: { kind: 'note', label: 'Write it down', params: { text: 'Was here.' }, ports: { next: 'END' } },
  },
  goals: [],
  settings: { reentry: 'never', failureStop: { pct: 50, min: 10 }, maxSteps: 50 },
};
const worded = (text: string): DraftDefinition => ({
  ...NOTE,
  nodes: { note: { kind: 'note', label: 'Write it down', params: { text }, ports: { next: 'END' } } },
});
const shown = ({ status, body }: Answer, expected = 200): Automation => {
  expect(status, JSON.stringify(body)).toBe(expected);
  return Automation.parse(body);
};
const create = async (definition: DraftDefinition, as = ask): Promise<Automation> =>
  shown(await as('POST', '/api/automations', { definition }), 201);
const publish = async ({ id, working }: Automation, more: object = {}): Promise<Automation> =>
  shown(await ask('POST', `/api/automations/${id}/publish`, { version: working.version, ...more }));

test('a draft is kept unfinished, with every problem at its place, and is checked without being saved', async () => {
  const open: DraftDefinition = {
    ...NOTE,
    nodes: { note: { kind: 'note', label: 'Write it down', params: {}, ports: {} } },
  };
  const draft = await create(open);
  expect(draft).toMatchObject({ state: 'draft', inside: 0, working: { number: 1, status: 'draft' } });
  expect(draft.problems).toEqual([
    expect.objectContaining({
      path: 'nodes.note.ports.next',
      message: 'Choose what happens after *Write it down* when it is done',
    }),
    expect.objectContaining({
      path: 'nodes.note.params.text',
      message: '*Write it down*: fill in "Text"',
    }),
  ]);
  const refused = await ask('POST', `/api/automations/${draft.id}/publish`, { version: 1 });
  expect(refused).toMatchObject({ status: 422 });
  expect(refused.body['errors']).toContainEqual(expect.objectContaining({ field: 'nodes.note.ports.next' }));
  const good = await ask('POST', '/api/automations/check', { definition: NOTE, automationId: draft.id });
  expect(good).toMatchObject({ status: 200, body: { publishable: true, problems: [] } });
  const stillOpen = await ask('GET', `/api/automations/${draft.id}`);
  expect(stillOpen.body['definition']).toEqual(open);
});

test('of two who save the same draft, the second is shown both', async () => {
  const draft = await create(NOTE);
  const save = (text: string) =>
    ask('PUT', `/api/automations/${draft.id}/draft`, { version: 1, definition: worded(text) });
  expect((await save('first')).status).toBe(200);
  const second = await save('second');
  expect(second).toMatchObject({ status: 409, body: { code: 'stale_version' } });
  expect(AutomationVersionDetail.parse(second.body['current'])).toMatchObject({
    version: 2,
    definition: worded('first'),
  });
  expect(second.body['yours']).toEqual({ version: 1, definition: worded('second') });
});

test('what was live is never changed: a save begins the next version, and any two can be compared', async () => {
  const live = await publish(await create(worded('one')), { note: 'The first one' });
  expect(live).toMatchObject({ state: 'live', liveNumber: 1, working: { note: 'The first one' } });
  const path = `/api/automations/${live.id}`;
  const save = { version: live.working.version, definition: worded('two') };
  const next = shown(await ask('PUT', `${path}/draft`, save));
  expect(next.working).toMatchObject({ number: 2, status: 'draft' });
  await publish(next);
  const versions = await ask('GET', `${path}/versions`);
  expect(versions.body['items']).toMatchObject([
    { number: 2, status: 'live' },
    { number: 1, status: 'retired', note: 'The first one' },
  ]);
  expect((await ask('GET', `${path}/versions/1`)).body['definition']).toEqual(worded('one'));
  const changes = (before: string, after: string) => ({
    status: 200,
    body: { changes: [{ what: 'changed', about: 'step', details: [{ field: 'Text', before, after }] }] },
  });
  expect(await ask('GET', `${path}/versions/2/difference?from=1`)).toMatchObject(changes('one', 'two'));
  expect(await ask('GET', `${path}/versions/1/difference?from=2`)).toMatchObject(changes('two', 'one'));
  expect((await ask('GET', `${path}/versions/3`)).status).toBe(404);
});

test('with four eyes: handed in, given back with words, changed, approved by somebody else, live', async () => {
  const strict = await buildFirm(api.world);
  const author = await signInAs(api, strict, 'advisor');
  const approver = await signInAs(api, strict, 'compliance');
  const draft = await create(NOTE, author);
  const step = (as: Ask, verb: string, version: number, note?: string) =>
    as('POST', `/api/automations/${draft.id}/${verb}`, { version, ...(note ? { note } : {}) });
  expect(await step(author, 'publish', 1)).toMatchObject({ status: 409, body: { code: 'not_now' } });
  expect(shown(await step(author, 'submit', 1)).working.status).toBe('submitted');
  expect((await step(approver, 'reject', 2)).status).toBe(400);
  expect(shown(await step(approver, 'reject', 2, 'Say more')).working).toMatchObject({
    status: 'draft',
    note: 'Say more',
  });
  const again = { version: 3, definition: worded('More.') };
  shown(await author('PUT', `/api/automations/${draft.id}/draft`, again));
  shown(await step(author, 'submit', 4));
  expect(shown(await step(approver, 'approve', 5)).working.status).toBe('approved');
  // a change after the approval is nobody's approved work
  const touched = { version: 6, definition: worded('And more.') };
  expect(shown(await author('PUT', `/api/automations/${draft.id}/draft`, touched)).working).toMatchObject({
    status: 'draft',
    approver: null,
  });
  shown(await step(author, 'submit', 7));
  shown(await step(approver, 'approve', 8));
  expect(shown(await step(author, 'publish', 9)).state).toBe('live');
});

test('finish then stop: nobody enters, people inside come to their end, and with the last one it stops', async () => {
  const live = await publish(await create(NOTE));
  const { enrolmentId } = await enrolPerson(firm, live.id);
  const path = `/api/automations/${live.id}`;
  const next = shown(
    await ask('PUT', `${path}/draft`, { version: live.working.version, definition: worded('two') }),
  );
  const preview = await ask('GET', `${path}/publishing?inside=finishThenStop`);
  expect(preview.body).toEqual({
    entersNew: false,
    sentences: ['1 person stays on version 1 until the end of it.', 'Nobody enters from now on.'],
  });
  const finishing = await publish(next, { inside: 'finishThenStop' });
  expect(finishing).toMatchObject({ state: 'finishing', stopped: true, inside: 1, liveNumber: 2 });
  await expect(enrolPerson(firm, live.id)).rejects.toThrow('stopped');
  expect(await ask('POST', `${path}/archive`, { version: finishing.version })).toMatchObject({
    status: 409,
    body: { code: 'still_running' },
  });
  await firm.run(async (ctx) => {
    await ctx.em.query(`update app.enrolment set status = 'ended' where id = $1`, [enrolmentId]);
    await stopWhenFinished(ctx, live.id);
  });
  const stopped = shown(await ask('GET', path));
  expect(stopped).toMatchObject({ state: 'stopped', stopReason: 'finished', inside: 0 });

  const archived = shown(await ask('POST', `${path}/archive`, { version: stopped.version }));
  expect(archived.state).toBe('archived');
  const idsOf = async (query: string) =>
    ((await ask('GET', `/api/automations${query}`)).body['items'] as { id: string }[]).map(({ id }) => id);
  expect(await idsOf('')).not.toContain(live.id);
  expect(await idsOf('?archived=true')).toContain(live.id);
  const back = shown(await ask('POST', `${path}/unarchive`, { version: archived.version }));
  expect(back.state).toBe('stopped');
});

test('a copy is a draft of its own', async () => {
  const live = await publish(await create(NOTE));
  const copy = shown(await ask('POST', `/api/automations/${live.id}/duplicate`, {}), 201);
  expect(copy).toMatchObject({
    name: 'Leave a note (copy)',
    liveNumber: null,
    definition: { ...NOTE, name: 'Leave a note (copy)' },
  });
  expect(copy.id).not.toBe(live.id);
});

test('a file holds the texts by their keys; another firm makes them, and its own are matched', async () => {
  const { yaml } = await nurtureFile();
  const other = await buildFirm(api.world, { settings: { fourEyes: false } });
  const theirs = await signInAs(api, other, 'owner');
  const taken = shown(await theirs('POST', '/api/automations/import', { yaml }), 201);
  expect(taken.problems).toEqual([]);
  const keys = Object.keys(NEW_LEAD_NURTURE.templates).sort();
  const templates = async () => (await theirs('GET', '/api/templates')).body['items'] as { key: string }[];
  expect((await templates()).map(({ key }) => key).sort()).toEqual(keys);
  // the same words again make no new version
  shown(await theirs('POST', '/api/automations/import', { yaml }), 201);
  expect(await templates()).toMatchObject(keys.map(() => ({ versions: [{ number: 1, status: 'live' }] })));
});

async function nurtureFile(): Promise<{ yaml: string }> {
  const made = shown(
    await ask('POST', '/api/automations/import', {
      yaml: JSON.stringify({
        format: 'retirement-advisor-pro/automation',
        version: 1,
        automation: NEW_LEAD_NURTURE.definition,
        templates: NEW_LEAD_NURTURE.templates,
      }),
    }),
    201,
  );
  const file = String((await ask('GET', `/api/automations/${made.id}/file`)).body['text']);
  expect(file).toContain(`$schema=${PUBLIC_URL}/automation.schema.json`);
  const reading = importYaml(file);
  if (reading.outcome === 'refused') throw new Error(JSON.stringify(reading.problems));
  expect(reading.file.automation).toEqual(NEW_LEAD_NURTURE.definition);
  expect(reading.file.templates).toEqual(NEW_LEAD_NURTURE.templates);
  return { yaml: file };
}
