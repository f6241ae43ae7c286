import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { BulkControlled, Enrolment, NeedingAttention, Why } from '@rap/contracts/automation/enrolment-http';
import type { Control } from '@rap/contracts/automation/run';
import { RUNS } from '@rap/api/tokens';
import type { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildNoteAutomation, enrolPerson } from '../support/build/note-automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
let automationId: string;
/** what reached the runs, as Temporal would have it */
const heard: { run: string; control: Control }[] = [];
let answer: () => Awaited<ReturnType<AutomationRuns['control']>> = () => ({ n: 0 });
beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world, { settings: { fourEyes: false } });
  ask = await signInAs(api, firm, 'owner');
  automationId = await buildNoteAutomation(firm);
  vi.spyOn(api.app.get<AutomationRuns>(RUNS), 'control').mockImplementation(async (run, control) => {
    heard.push({ run, control });
    return answer();
  });
});
afterAll(() => api?.close());
beforeEach(() => {
  heard.length = 0;
  answer = () => ({ n: 0 });
});

const control = (id: string, body: object, as = ask) => as('POST', `/api/enrolments/${id}/controls`, body);
const rowOf = (id: string): Promise<Record<string, unknown>> =>
  firm.run(async (ctx) => {
    const rows: Record<string, unknown>[] = await ctx.em.query(
      `select e.pause_mode, e.hold_reason, (select json_agg(c.outcome order by c.created_at) from app.enrolment_control c where c.enrolment_id = e.id) as outcomes
         from app.enrolment e where e.id = $1`,
      [id],
    );
    return rows[0] ?? {};
  });
/** As a segment would have left it. */
const standAtError = (id: string): Promise<unknown> =>
  firm.run((ctx) =>
    ctx.em.query(
      `update app.enrolment set status = 'attention', why = 'attention',
              state = jsonb_set(state, '{attention}', '{"node":"note~1","code":"no_owner","message":"The person has no advisor."}') where id = $1`,
      [id],
    ),
  );

test('the row is written before the run hears of it; a pause and a hold of one run are lifted one by one', async () => {
  const { enrolmentId: id } = await enrolPerson(firm, automationId);
  expect(await control(id, { do: 'pause', mode: 'freeze' })).toMatchObject({
    status: 200,
    body: { delivered: true },
  });
  expect(await rowOf(id)).toMatchObject({ pause_mode: 'freeze', outcomes: ['taken'] });
  expect(await control(id, { do: 'pause', mode: 'freeze' })).toMatchObject({
    status: 409,
    body: { code: 'already_paused' },
  });
  expect((await control(id, { do: 'resume' })).status).toBe(200);
  expect(await control(id, { do: 'resume' })).toMatchObject({ status: 409, body: { code: 'not_paused' } });
  expect((await control(id, { do: 'hold', reason: 'asked to wait' })).status).toBe(200);
  expect(await rowOf(id)).toMatchObject({ pause_mode: null, hold_reason: 'asked to wait' });
  expect((await control(id, { do: 'release' })).status).toBe(200);
  expect(await control(id, { do: 'release' })).toMatchObject({ status: 409, body: { code: 'not_held' } });
  expect(heard.map((entry) => entry.control.do)).toEqual(['pause', 'resume', 'hold', 'release']);
});

test('what does not fit how the run stands is refused, and a step that it has left is shown with what was sent', async () => {
  const { enrolmentId: id } = await enrolPerson(firm, automationId);
  expect(await control(id, { do: 'retry', n: 0 })).toMatchObject({ body: { code: 'no_attention' } });
  const until = '2027-06-01T12:00:00Z';
  expect(await control(id, { do: 'moveWait', n: 0, until })).toMatchObject({ body: { code: 'no_wait' } });
  const late = await control(id, { do: 'skip', n: 7 });
  expect(late).toMatchObject({ status: 409, body: { code: 'stale_version', yours: { do: 'skip', n: 7 } } });
  expect(Enrolment.parse(late.body['current'])).toMatchObject({ id, n: 0 });
  expect(heard).toEqual([]);
  // the row may be behind what the run has done meanwhile
  answer = () => 'stale';
  expect(await control(id, { do: 'skip', n: 0 })).toMatchObject({
    status: 409,
    body: { code: 'stale_version', current: { id, n: 0 }, yours: { do: 'skip', n: 0 } },
  });
  answer = () => 'gone';
  expect(await control(id, { do: 'end', reason: 'by hand' })).toMatchObject({ body: { code: 'ended' } });
  expect(await rowOf(id)).toMatchObject({ outcomes: ['stale', 'gone'] });
});

test('where Temporal cannot be reached the wish stays written, for the relay', async () => {
  const { enrolmentId: id } = await enrolPerson(firm, automationId);
  answer = () => {
    throw new Error('no connection');
  };
  expect(await control(id, { do: 'end', reason: 'by hand' })).toMatchObject({
    status: 200,
    body: { delivered: false },
  });
  expect(await rowOf(id)).toMatchObject({ outcomes: [null] });
});

test('who needs attention is listed by page, and many are decided at once, each by itself', async () => {
  const runs = [await enrolPerson(firm, automationId), await enrolPerson(firm, automationId)];
  for (const { enrolmentId } of runs) await standAtError(enrolmentId);
  const first = await ask('GET', `/api/needs-attention?automationId=${automationId}&limit=1`);
  const second = await ask(
    'GET',
    `/api/needs-attention?automationId=${automationId}&limit=1&after=${String(first.body['next'])}`,
  );
  const items = [first, second].flatMap(({ body }) => NeedingAttention.array().parse(body['items']));
  expect(items.map(({ id, code }) => ({ id, code }))).toEqual(
    runs.map(({ enrolmentId: id }) => ({ id, code: 'no_owner' })),
  );
  expect(second.body['next']).toBeNull();
  const [one, other] = items;
  if (!one || !other) throw new Error('they are not listed');
  const body = {
    do: 'retry',
    items: [
      { id: one.id, n: one.n },
      { id: other.id, n: other.n + 3 },
      { id: automationId, n: 0 },
    ],
  };
  const bulk = await ask('POST', '/api/needs-attention/controls', body);
  expect(BulkControlled.parse(bulk.body).results.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['done', null],
    ['refused', 'stale_version'],
    ['refused', 'not_found'],
  ]);
  expect(heard).toMatchObject([{ control: { do: 'retry', n: one.n } }]);
  const assistant = await signInAs(api, firm, 'assistant', [firm.bookId]);
  expect((await assistant('POST', '/api/needs-attention/controls', body)).status).toBe(403);
  const stranger = await signInAs(api, firm, 'advisor', []);
  expect((await stranger('GET', '/api/needs-attention')).body['items']).toEqual([]);
  const unseen = await stranger('POST', '/api/needs-attention/controls', body);
  expect(BulkControlled.parse(unseen.body).results.map(({ code }) => code)).toEqual([
    'not_found',
    'not_found',
    'not_found',
  ]);
});

test('why somebody is, or is not, inside', async () => {
  const { personId } = await enrolPerson(firm, automationId);
  const why = async (id: string) =>
    Why.parse((await ask('GET', `/api/people/${id}/entry?automationId=${automationId}`)).body).sentence;
  expect(await why(personId)).toMatch(/^They wait at \*Wait a week\*/);
  const other = await buildPerson(firm);
  expect(await why(other.id)).toBe(
    'They did not enter, because it begins when somebody is added by hand, and that has not happened for them.',
  );
  const people = [other.id, personId, automationId];
  const asked = await ask('POST', `/api/automations/${automationId}/enrolments`, { personIds: people });
  expect(asked.body['results']).toMatchObject([
    { personId: other.id, outcome: 'asked' },
    { personId, outcome: 'refused', code: 'already_inside' },
    { personId: automationId, outcome: 'refused', code: 'not_found' },
  ]);
  expect(await why(other.id)).toBe('They are about to enter.');
});
