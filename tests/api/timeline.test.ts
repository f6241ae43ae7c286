import { afterAll, beforeAll, expect, test } from 'vitest';
import { TimelinePage, type TimelineItem } from '@rap/contracts/timeline';
import { storeCommunication } from '@rap/database/communication/store-communication';
import { timelineSql } from '@rap/database/timeline/read-timeline';
import { armsOf } from '@rap/database/timeline/timeline-arms';
import { TimelineKind } from '@rap/contracts/timeline';
import { addNote } from '@rap/database/note/note-commands';
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

async function timeline(personId: string, query = '', ask: Ask = owner): Promise<TimelinePage> {
  const { status, body } = await ask('GET', `/api/people/${personId}/timeline${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return TimelinePage.parse(body);
}

const titles = ({ items }: TimelinePage): string[] => items.map(({ title }) => title);

const comes = (personId: string, body: string, at: string, channel: 'sms' | 'phone' = 'sms') =>
  firm.run((ctx) =>
    storeCommunication(ctx, {
      personId,
      channel,
      direction: 'in',
      address: '+12165550142',
      body,
      automatic: false,
      occurredAtMs: Date.parse(at),
    }),
  );

test('everything that happened stands in one line, in the order of its business time, with who did it', async () => {
  const { personId } = await enrolPerson(firm, await buildNoteAutomation(firm));
  await comes(personId, 'Is my rollover done?', '2026-03-02T15:00:00Z');
  await comes(personId, 'She asked about Medicare.', '2026-03-01T15:00:00Z', 'phone');
  await owner('POST', '/api/notes', { personId, body: 'Prefers mornings.' });
  const task = await owner('POST', '/api/tasks', { personId, title: 'Call back' });
  await owner('POST', `/api/tasks/${String(task.body['id'])}/complete`, { version: 1 });
  await owner('POST', '/api/document-requests', { personId, title: '2025 Form 1040' });
  await owner('POST', '/api/meetings', {
    personId,
    title: 'Year-end review',
    startsAt: '2031-05-01T15:00:00Z',
    endsAt: '2031-05-01T16:00:00Z',
    timeZone: 'America/New_York',
  });
  const { body: person } = await owner('GET', `/api/people/${personId}`);
  await owner('PATCH', `/api/people/${personId}`, {
    version: person['version'],
    state: 'OH',
    birthDate: '1962-03-14',
  });

  const page = await timeline(personId);
  expect(page).toMatchObject({ older: null, newer: null });
  const told = titles(page);
  expect(told[0]).toBe('Meeting: *Year-end review*');
  expect(told.slice(-2)).toEqual([expect.stringMatching(/texted$/), expect.stringMatching(/called$/)]);
  expect(told).toEqual(
    expect.arrayContaining([
      '*Note*',
      'Task: *Call back*',
      'Task done: *Call back*',
      'Document asked for: *2025 Form 1040*',
    ]),
  );
  const done = page.items.find(({ title }) => title === 'Task done: *Call back*');
  expect(done?.by).toMatchObject({ kind: 'user', name: expect.any(String) as string });
  const change = page.items.find(({ kind }) => kind === 'change');
  expect([change?.title, ...(change?.lines ?? [])]).toEqual(
    expect.arrayContaining([
      expect.stringContaining('Date of birth'),
      expect.stringContaining('*Mar 14, 1962*'),
    ]),
  );
  expect(page.items.find(({ kind }) => kind === 'message')?.quote).toBe('Is my rollover done?');
});

test('a lead that moves is told in words, and a task brought in keeps its own time', async () => {
  const { id: personId } = await buildPerson(firm);
  const source = await owner('POST', '/api/lead-sources', { name: 'Seminar', kind: 'event' });
  const lead = await owner('POST', '/api/leads', { personId, sourceId: source.body['id'] });
  await owner('POST', `/api/leads/${String(lead.body['id'])}/stage`, { to: 'contacted', version: 1 });
  expect(titles(await timeline(personId, '?kinds=change'))).toEqual([
    'Stage moved from *New* to *Contacted*',
  ]);
  await firm.run((ctx) =>
    ctx.em.query(
      `insert into app.task (person_id, title, occurred_at) values ($1, 'Old task', '2024-05-01')`,
      [personId],
    ),
  );
  const { items } = await timeline(personId, '?kinds=task');
  expect(items).toMatchObject([{ title: 'Task: *Old task*', at: '2024-05-01T00:00:00.000Z' }]);
});

test('pages go on in both directions and from any instant, and no item is skipped or told twice among ties', async () => {
  const { id: personId } = await buildPerson(firm);
  await firm.run(async (ctx) => {
    for (let no = 0; no < 30; no++) {
      // many at one instant, of several kinds
      const at = `2026-0${1 + Math.floor(no / 10)}-01T12:00:00Z`;
      await ctx.em.query(`insert into app.task (person_id, title, occurred_at) values ($1, $2, $3)`, [
        personId,
        `Task ${no}`,
        at,
      ]);
      const note = await addNote(ctx, { personId, body: `Note ${no}` });
      await ctx.em.query(`update app.note set occurred_at = $2 where id = $1`, [note.id, at]);
    }
  });
  const whole = (await timeline(personId, '?limit=100')).items.map(({ id }) => id);
  expect(whole).toHaveLength(60);
  const older: TimelineItem[] = [];
  let page = await timeline(personId, '?limit=7');
  older.push(...page.items);
  expect(page.newer).toBeNull();
  while (page.older) {
    page = await timeline(personId, `?limit=7&from=${page.older}`);
    older.push(...page.items);
  }
  expect(older.map(({ id }) => id)).toEqual(whole);
  const back = [...page.items];
  while (page.newer) {
    page = await timeline(personId, `?limit=7&from=${page.newer}`);
    back.unshift(...page.items);
  }
  expect(back.map(({ id }) => id)).toEqual(whole);

  page = await timeline(personId, '?limit=10&around=2026-02-01T12:00:00Z');
  expect(page.items.map(({ id }) => id)).toEqual(whole.slice(15, 25));
  expect([page.older, page.newer].every(Boolean)).toBe(true);
});

test('what was not sent says why in words, and messages are not shown to whom they are closed', async () => {
  const { id: personId } = await buildPerson(firm);
  await owner('POST', `/api/people/${personId}/messages`, {
    purpose: 'service',
    words: { channel: 'sms', body: 'Good morning' },
  });
  await firm.run((ctx) =>
    ctx.em.query(
      `update app.message_order set status = 'refused', why = 'No messages are wanted at this number.' where person_id = $1`,
      [personId],
    ),
  );
  const { items } = await timeline(personId);
  expect(items).toMatchObject([
    {
      title: 'A message was not sent',
      quote: 'Good morning',
      problem: 'No messages are wanted at this number.',
    },
  ]);
  const stranger = await signInAs(api, firm, 'advisor', []);
  expect((await stranger('GET', `/api/people/${personId}/timeline`)).status).toBe(404);
});

test('nonsense is told at its field', async () => {
  const { id: personId } = await buildPerson(firm);
  const asked = async (query: string) =>
    (await owner('GET', `/api/people/${personId}/timeline${query}`)).status;
  expect(await asked('?from=zzz')).toBe(422);
  expect(await asked('?kinds=everything')).toBe(400);
  const place = Buffer.from(JSON.stringify(['older|note|0|yesterday', personId])).toString('base64url');
  expect(await asked(`?from=${place}`)).toBe(422);
});

interface Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}
const touched = (plan: Plan): number =>
  (plan['Relation Name']
    ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
    : 0) + (plan.Plans ?? []).reduce((sum, one) => sum + touched(one), 0);

test('a page of somebody with ten thousand items reads a few hundred rows, wherever it begins', async () => {
  const run = await enrolPerson(firm, await buildNoteAutomation(firm));
  const { personId } = run;
  await firm.run(async (ctx) => {
    const many = `generate_series(1, 2500) no`;
    const at = `timestamptz '2026-01-01' + no * interval '1 hour'`;
    const sealed = `'\\x00'::bytea`;
    await ctx.em.query(
      `insert into app.communication (person_id, channel, direction, address_sealed, address_hash, body_sealed, thread_id, occurred_at)
       select $1, 'email', 'in', ${sealed}, ${sealed}, ${sealed}, uuidv7(), ${at} from ${many}`,
      [personId],
    );
    await ctx.em.query(
      `insert into app.note (person_id, body_sealed, occurred_at) select $1, ${sealed}, ${at} from ${many}`,
      [personId],
    );
    await ctx.em.query(
      `insert into app.task (person_id, title, occurred_at) select $1, 'Task', ${at} from ${many}`,
      [personId],
    );
    await ctx.em.query(
      `insert into app.step_event (enrolment_id, n, step)
       select $1, no + 10, jsonb_build_object('n', no, 'atMs', app.epoch_ms(${at})) from ${many}`,
      [run.enrolmentId],
    );
    await ctx.em.query(
      `insert into audit.record_version (table_name, record_id, version, change, snapshot_sealed, snapshot_hash, actor, correlation_id, occurred_at)
       select 'app.person', $1, no + 1, 'update', ${sealed}, ${sealed}, 'system:test', 't', ${at} from ${many}`,
      [personId],
    );
  });
  await api.world.asOwner(
    'analyze app.communication, app.note, app.task, app.step_event, audit.record_version',
  );
  const arms = armsOf(TimelineKind.options);
  for (const [towards, at] of [
    ['older', 'infinity'],
    ['older', '2026-02-15T00:00:00Z'],
    ['newer', '2026-02-15T00:00:00Z'],
  ] as const) {
    const [row]: { 'QUERY PLAN': { Plan: Plan }[] }[] = await firm.run((ctx) =>
      ctx.em.query(`explain (analyze, format json) ${timelineSql(arms, towards, 'instant')}`, [
        firm.firmId,
        personId,
        at,
        51,
      ]),
    );
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    expect(plan && touched(plan)).toBeLessThan(600);
  }
}, 60_000);
