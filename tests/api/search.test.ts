import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let api: TestApi;
let firm: TestFirm;
let ask: Ask;
let theirs: Ask;
let stranger: Ask;
const people: Record<string, string> = {};

beforeAll(async () => {
  api = await startApi();
  firm = await buildFirm(api.world);
  ask = await signInAs(api, firm, 'advisor', [firm.bookId]);
  stranger = await signInAs(api, firm, 'advisor', []);
  theirs = await signInAs(api, await buildFirm(api.world), 'owner');
  for (const [firstName, lastName, address, number] of [
    ['Maria', 'Alvarez', 'Maria.A@Example.com', '(216) 555-0142'],
    ['Jorge', 'Alvarado', 'jorge@example.com', '(216) 555-0143'],
    ['Ünal', 'Özdemir', 'unal@example.com', '(216) 555-0144'],
  ] as const) {
    const person = { firstName, lastName, emails: [{ address }], phones: [{ number }] };
    people[lastName] = String((await ask('POST', '/api/people', person)).body['id']);
  }
  for (let i = 0; i < 9; i++)
    await note(i % 3 === 0 ? `Letter ${i} about the annuity` : `Call ${i} about taxes`);
});
afterAll(() => api?.close());

const note = (body: string) =>
  ask('POST', '/api/communications', {
    personId: people['Alvarez'],
    channel: 'phone',
    direction: 'out',
    address: '(216) 555-0142',
    body,
    // all at one instant: pages must not lose or repeat any of them
    occurredAt: '2026-05-04T15:00:00.000Z',
  });

const found = async (who: Ask, q: string): Promise<[string, string][]> => {
  const { status, body } = await who('GET', `/api/search/people?q=${encodeURIComponent(q)}`);
  expect(status).toBe(200);
  const items = body['items'] as { by: string; person: { lastName: string } }[];
  return items.map(({ by, person }) => [by, person.lastName]);
};

test('people are found by the beginning of their name, by a name nearly right, by address and by number', async () => {
  expect(await found(ask, 'ALVARE')).toContainEqual(['name', 'Alvarez']);
  expect((await found(ask, 'alva')).map(([by]) => by)).toEqual(['name', 'name']);
  expect(await found(ask, 'alvares maria')).toContainEqual(['similar_name', 'Alvarez']);
  expect(await found(ask, 'özdemir ü')).toEqual([['name', 'Özdemir']]);
  expect(await found(ask, ' maria.a@EXAMPLE.com ')).toEqual([['email', 'Alvarez']]);
  expect(await found(ask, '+1 216-555-0143')).toEqual([['phone', 'Alvarado']]);
  expect(await found(ask, 'Zyx')).toEqual([]);
});

test('people are found by what they go by', async () => {
  await ask('POST', '/api/people', { firstName: 'Margaret', lastName: 'Quillfeather', preferredName: 'Peg' });
  expect(await found(ask, 'quillfeather peg')).toContainEqual(['similar_name', 'Quillfeather']);
  expect(await found(ask, 'quillfeather margaret peg')).toContainEqual(['name', 'Quillfeather']);
});

test('who is deleted is not found', async () => {
  const made = await ask('POST', '/api/people', { lastName: 'Goneaway' });
  await ask('DELETE', `/api/people/${String(made.body['id'])}?version=1`);
  expect(await found(ask, 'Goneaway')).toEqual([]);
});

test.each(['Alvarez', 'alvares maria', 'maria.a@example.com', '(216) 555-0142'])(
  'another firm, and an advisor of another book, find nothing by %s',
  async (q) => {
    expect(await found(theirs, q)).toEqual([]);
    expect(await found(stranger, q)).toEqual([]);
  },
);

const messages = async (who: Ask, query: string) => {
  const { status, body } = await who('GET', `/api/search/messages?${query}`);
  expect(status).toBe(200);
  return {
    bodies: (body['items'] as { body: string }[]).map((item) => item.body),
    next: body['next'] as string | null,
  };
};

test('messages are found by whole words that all stand in them, newest first', async () => {
  expect((await messages(ask, 'q=ANNUITY+letter')).bodies).toEqual([
    'Letter 6 about the annuity',
    'Letter 3 about the annuity',
    'Letter 0 about the annuity',
  ]);
  expect((await messages(ask, 'q=annu')).bodies).toEqual([]);
  expect((await messages(ask, 'q=annuity+taxes')).bodies).toEqual([]);
  expect((await messages(theirs, 'q=annuity')).bodies).toEqual([]);
  expect((await messages(stranger, 'q=annuity')).bodies).toEqual([]);
});

test('joined pages are the whole list', async () => {
  const whole = await messages(ask, 'q=about&limit=200');
  expect(whole.bodies).toHaveLength(9);
  const joined: string[] = [];
  let after = '';
  do {
    const page = await messages(ask, `q=about&limit=2${after && `&after=${after}`}`);
    joined.push(...page.bodies);
    after = page.next ?? '';
  } while (after);
  expect(joined).toEqual(whole.bodies);
});

/** Enough people that the planner has a choice; letters in an order of their own, so that prefixes select. */
const MANY = `insert into app.person (book_id, first_name, last_name)
  select $1, 'Sam', translate(md5(n::text), '0123456789', 'ghijklmnop') from generate_series(1, 3000) n`;

test('every search reaches its index from behind the wall', async () => {
  const owner = new pg.Client({ connectionString: api.world.urls.owner });
  await owner.connect();
  const as = async (role: string): Promise<void> => {
    await owner.query(`set local role ${role}`);
    await owner.query(`select set_config('app.firm_id', $1, true), set_config('app.books', '*', true)`, [
      firm.firmId,
    ]);
  };
  const words = (rows: { 'QUERY PLAN': string }[]): string => rows.map((row) => row['QUERY PLAN']).join('\n');
  const of = (sql: string): string => `explain ${sql.replace('$firm', `firm_id = '${firm.firmId}'`)}`;
  // a few thousand rows are read whole when they may be: what is asked is which index can be used
  const noSeqScan = `set local enable_seqscan = off`;
  /** as the role that owns the search functions */
  const inside = async (sql: string): Promise<string> => {
    await owner.query('begin');
    await as('app_search');
    await owner.query(noSeqScan);
    const { rows } = await owner.query<{ 'QUERY PLAN': string }>(of(sql));
    await owner.query('rollback');
    return words(rows);
  };
  /** as the application, behind both walls */
  const outside = (sql: string): Promise<string> =>
    firm.run(async (ctx) => {
      await ctx.em.query(noSeqScan);
      return words(await ctx.em.query(of(sql)));
    });
  try {
    await owner.query('begin');
    await as('app_owner');
    await owner.query(MANY, [firm.bookId]);
    await owner.query(
      `insert into app.person_email (person_id, address) select id, id || '@example.com' from app.person where first_name = 'Sam'`,
    );
    await owner.query(
      `insert into app.person_phone (person_id, number, e164) select id, '-', '+1216' || lpad((row_number() over ())::text, 7, '0') from app.person where first_name = 'Sam'`,
    );
    await owner.query('commit');
    for (const table of ['person', 'person_email', 'person_phone']) await owner.query(`analyze app.${table}`);

    const names = `select id from app.person where $firm and deleted_at is null`;
    // without the firm, which among so few rows would be the nearer way in
    const alike = `select id from app.person where deleted_at is null and name_norm % 'alvarez'`;
    const byTrigrams = /Bitmap Index Scan on person_name_like\s+\(.*\)\n\s+Index Cond: .*name_norm %/;
    expect(await inside(alike)).toMatch(byTrigrams);
    // the operator is not leakproof: behind the wall it reaches no index, hence the function
    expect(await outside(alike)).not.toMatch(byTrigrams);
    expect(await outside(`${names} and name_norm ^@ 'alva'`)).toMatch(/Index Cond: .*name_norm >= 'alva'/);
    expect(
      await outside(
        `select person_id from app.person_email where $firm and removed_at is null and address_norm = 'a@b.c'`,
      ),
    ).toMatch(/Index Cond: .*address_norm = /);
    expect(
      await outside(
        `select person_id from app.person_phone where $firm and removed_at is null and e164 = '+12165550142'`,
      ),
    ).toMatch(/Index Cond: .*e164 = /);
    expect(
      await inside(`select message_id from app.message_search where tokens @> array[1]::bigint[]`),
    ).toMatch(/Bitmap Index Scan on message_search_tokens_idx/);
    expect(
      await inside(
        `select message_id from app.message_search where $firm and (sent_at, message_id) < (now(), uuidv7()) order by sent_at desc, message_id desc limit 9`,
      ),
    ).toMatch(/Scan using message_search_firm_id_sent_at_message_id_idx/);
  } finally {
    await owner.end();
  }
});
