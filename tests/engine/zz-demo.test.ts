import { afterAll, beforeAll, expect, test } from 'vitest';
import { PastSenders } from '@rap/activities/sending/past-sender';
import { loadSendingIdentity } from '@rap/activities/sending/sending-identity';
import type { RunInput } from '@rap/contracts/automation/run';
import { FirmSettings } from '@rap/contracts/firm-settings';
import { createLeadForm } from '@rap/database/lead-form/lead-form-commands';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { whereabouts } from '@rap/database/person/person-zone';
import { insertRecord } from '@rap/database/records/write-record';
import { LIBRARY } from '@rap/domain/automation/library/library';
import { decide } from '@rap/domain/consent/gate';
import { fillFirm, type Filled } from '@rap/workers/demo/fill-firm';
import { openLanes } from '@rap/workers/demo/lanes';
import { startAdopted } from '@rap/workers/relay/start-adopted';
import { TWILIO_ACCOUNT } from '../support/build/sandbox.ts';
import { MAIL_DOMAIN, NOBODY } from '../support/build/sending.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

const NOW_MS = Date.now() - Number(process.env["BACK_H"]) * 3_600_000;

let world: TestWorld;
let firm: TestFirm;
let filled: Filled;
beforeAll(async () => {
  world = await openWorld({ poolSize: 8 });
  firm = await buildFirm(world, {
    states: ['OH', 'FL', 'TX', 'CA'],
    phone: '(216) 555-0100',
    postalAddress: '200 Public Square, Cleveland, OH 44114',
    settings: { fourEyes: false, emailDomain: 'harbor.example', smsFrom: '+12165550100' },
  });
  await firm.run(async (ctx) => {
    const source = await insertRecord(ctx, LeadSourceEntity, { name: 'Website', kind: 'form' });
    await createLeadForm(ctx, {
      title: 'Talk to us',
      intro: '',
      buttonLabel: 'Send',
      disclosure: '',
      consentSmsMarketing: '',
      sourceId: source.id,
      bookId: firm.bookId,
      ownerId: firm.ownerId,
      consentEmail: 'You may email me.',
      consentSms: 'You may text me.',
    });
  });
  filled = await fill();
}, 120_000);
afterAll(() => world?.close());

async function fill(): Promise<Filled> {
  const identity = await loadSendingIdentity({
    KEYS_DIR: world.keysFolder,
    MAIL_DOMAIN,
    PUBLIC_URL: 'https://app.harbor.example',
  });
  const outside = {
    smtpUrl: 'smtp://127.0.0.1:1',
    twilio: { ...TWILIO_ACCOUNT, apiBase: NOBODY.url },
    publicUrl: NOBODY.url,
  };
  const senders = new PastSenders(identity, outside, Infinity);
  const lanes = openLanes(world.dataSource, world.keys, senders, 4);
  try {
    return await fillFirm({ firmId: firm.firmId, lanes, nowMs: NOW_MS, seed: 7 });
  } finally {
    senders.close();
  }
}

const rows = <T extends object>(sql: string): Promise<T[]> => firm.run((ctx) => ctx.em.query(sql));
const count = async (sql: string): Promise<number> => {
  const [row] = await rows<{ n: string }>(`select count(*) as n from ${sql}`);
  return Number(row?.n);
};

test('240 people in four states, from six sources, over 18 months', async () => {
  expect(filled).toEqual({ outcome: 'filled', people: 240 });
  expect(await count('app.person')).toBe(240);
  const states = await rows<{ state: string }>(`select distinct state from app.person order by state`);
  expect(states.map(({ state }) => state)).toEqual(['CA', 'FL', 'OH', 'TX']);
  expect(await count('(select distinct source_id from app.lead) s')).toBe(6);
  expect(await count('app.household')).toBe(44);
  expect(await count('app.client')).toBeGreaterThan(80);
  const [span] = await rows<{ days: number }>(
    `select extract(day from max(occurred_at) - min(occurred_at)) as days from app.lead`,
  );
  expect(Number(span?.days)).toBeGreaterThan(480);
  for (const what of [
    'task',
    'meeting',
    'note',
    'document_request',
    'approval',
    'opt_out',
    'person_hold',
    'person_tag',
  ])
    expect([what, await count(`app.${what}`)], what).toEqual([what, expect.any(Number)]);
  expect(await count(`app.task where status = 'open'`)).toBeGreaterThan(10);
  expect(await count(`app.task where status = 'done'`)).toBeGreaterThan(200);
});

test('some write Spanish or go by another name, and advisors answer by hand, each within its thread', async () => {
  expect(await count(`app.person where language = 'es'`)).toBeGreaterThan(5);
  expect(await count(`app.person where preferred_name is not null`)).toBeGreaterThan(10);
  const orders = await rows<{ channel: string; status: string; why: string | null; n: string }>(
    `select channel, status, why, count(*) as n from app.message_order group by 1, 2, 3`,
  );
  const sent = (channel: string): number =>
    orders
      .filter((row) => row.channel === channel && row.status === 'sent')
      .reduce((sum, { n }) => sum + Number(n), 0);
  expect(sent('email'), JSON.stringify(orders)).toBeGreaterThan(150);
  expect(sent('sms'), JSON.stringify(orders)).toBeGreaterThan(5);
  // whoever has opted out, or agreed to nothing, is answered by telephone: few
  expect(orders.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(
    await count(`app.message_order where status = 'waiting' and occurred_at < now() - interval '3 days'`),
  ).toBe(0);
  expect(await count(`app.message_order where author not like 'user:%'`)).toBe(0);
  const apart = await count(
    `app.message_order o join app.communication q on q.firm_id = o.firm_id and q.id = o.reply_to
       join app.communication a on a.firm_id = o.firm_id and a.id = o.communication_id where a.thread_id <> q.thread_id`,
  );
  expect(apart).toBe(0);
});

test('nobody has an address or number of a real person, and nothing lies in the future but what is planned', async () => {
  expect(await count(`app.person_email where address not like '%.example'`)).toBe(0);
  expect(await count(`app.person_phone where e164 !~ '^[+]1[2-9][0-9]{2}55501[0-9]{2}$'`)).toBe(0);
  for (const table of ['communication', 'task', 'note', 'lead', 'enrolment', 'delivery'])
    expect([table, await count(`app.${table} where occurred_at > now()`)]).toEqual([table, 0]);
});

test('every automation has people inside wherever it waits for days, and every step has been passed by somebody', async () => {
  const inside = await rows<{ name: string; at: string }>(
    `select distinct a.name, split_part(e.at, '~', 1) as at from app.enrolment e
       join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id where e.status <> 'ended'`,
  );
  const passed = await rows<{ name: string; node: string }>(
    `select distinct a.name, split_part(s.step->>'node', '~', 1) as node from app.step_event s
       join app.enrolment e on e.firm_id = s.firm_id and e.id = s.enrolment_id
       join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id`,
  );
  const isInside = (name: string, node: string) => inside.some((row) => row.name === name && row.at === node);
  const empty = LIBRARY.flatMap(({ definition: { name, nodes } }) =>
    Object.entries(nodes)
      .filter(([node, { kind }]) =>
        kind === 'wait.event' || kind === 'wait.for' || kind === 'approval'
          ? !isInside(name, node)
          : !isInside(name, node) && !passed.some((row) => row.name === name && row.node === node),
      )
      .map(([node]) => `${name}: ${node}`),
  );
  expect(empty).toEqual([]);
  expect(await count(`app.enrolment where why = 'held'`)).toBeGreaterThan(0);
  expect(await count(`app.enrolment where status = 'attention'`)).toBe(2);
});

test('every message that left had passed the gate as it stood then', async () => {
  const deliveries = await rows<{
    id: string;
    person_id: string;
    channel: 'email' | 'sms';
    purpose: 'service' | 'marketing';
    occurred_at: Date;
    not_after: Date;
    permissions: { purpose: 'service' | 'marketing' }[];
    opt_outs: { scope: 'all' | 'marketing'; source: 'keyword' }[];
    sent: number[];
    heard: string | null;
  }>(
    `select d.id, d.person_id, d.channel, d.purpose, d.occurred_at, d.not_after,
            (select coalesce(jsonb_agg(jsonb_build_object('purpose', g.purpose)), '[]') from app.permission g
              where g.person_id = d.person_id and g.channel = d.channel and g.address_hash = d.address_hash
                and g.given_at <= d.occurred_at and (g.withdrawn_at is null or g.withdrawn_at > d.occurred_at)) as permissions,
            (select coalesce(jsonb_agg(jsonb_build_object('scope', o.scope, 'source', o.source)), '[]') from app.opt_out o
              where o.channel = d.channel and o.address_hash = d.address_hash and o.since <= d.occurred_at) as opt_outs,
            (select coalesce(jsonb_agg(app.epoch_ms(b.occurred_at)), '[]') from app.delivery b
              where b.person_id = d.person_id and b.channel = d.channel and b.state = 'accepted'
                and b.occurred_at < d.occurred_at and b.occurred_at > d.occurred_at - interval '7 days') as sent,
            (select app.epoch_ms(max(c.occurred_at)) from app.communication c
              where c.person_id = d.person_id and c.channel = d.channel and c.direction = 'in' and c.occurred_at <= d.occurred_at) as heard
       from app.delivery d where d.state = 'accepted'`,
  );
  expect(deliveries.length).toBeGreaterThan(300);
  const settings = FirmSettings.parse({});
  const wrong: string[] = [];
  await firm.run(async (ctx) => {
    for (const row of deliveries) {
      const { places } = await whereabouts(ctx, row.person_id);
      const texts = row.channel === 'sms';
      const decision = decide({
        channel: row.channel,
        purpose: row.purpose,
        nowMs: row.occurred_at.getTime(),
        notAfterMs: row.not_after.getTime(),
        permissions: row.permissions,
        optOuts: row.opt_outs,
        places,
        firm: {
          stopSending: false,
          blackoutDays: settings.blackoutDays,
          safeHoursOnly: settings.sendingHours === 'safe',
          stateHours: settings.stateHours,
          conversationMinutes: settings.conversationMinutes,
          perDay: texts ? settings.maxTextsPerDay : settings.maxEmailsPerDay,
          perWeek: texts ? settings.maxTextsPerWeek : settings.maxEmailsPerWeek,
        },
        sentAtMs: row.sent,
        ...(row.heard === null ? {} : { lastInboundMs: Number(row.heard) }),
      });
      if (decision.verdict !== 'send') wrong.push(`${row.channel} ${row.id}: ${JSON.stringify(decision)}`);
    }
  });
  expect(wrong).toEqual([]);
});

test('nothing of it starts or tells anything: every event is an import', async () => {
  expect(await count(`spine.event where origin <> 'import'`)).toBe(0);
  expect(await count(`spine.event`)).toBeGreaterThan(1_000);
});

test('whoever is inside waits for a workflow, and gets one that begins where they stand', async () => {
  const open = await count(`app.enrolment where status <> 'ended'`);
  expect(await count(`app.enrolment where status <> 'ended' and awaits_shell and chain is null`)).toBe(open);
  const parked: string[] = [];
  const runs = {
    start: async (id: string, { parked: where }: RunInput) => {
      expect(where).toBeDefined();
      parked.push(id);
    },
  };
  while ((await startAdopted(world.db, runs, [firm.firmId])) > 0);
  expect(new Set(parked).size).toBe(open);
  expect(parked).toHaveLength(open);
  expect(await count(`app.enrolment where awaits_shell`)).toBe(0);
});

test('a firm that has people is left alone', async () => {
  expect(await fill()).toEqual({ outcome: 'not_empty' });
  expect(await count('app.person')).toBe(240);
});
