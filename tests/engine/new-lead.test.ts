import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { givePermission } from '@rap/database/consent/consent-commands';
import { EnrolmentEntity } from '@rap/database/enrolment/enrolment.entity';
import { createLead } from '@rap/database/lead/lead-commands';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import type { PersonEntity } from '@rap/database/person/person.entity';
import { insertRecord } from '@rap/database/records/write-record';
import { drawnStep } from '@rap/domain/automation/definition/lowered-id';
import { NEW_LEAD_NURTURE } from '@rap/domain/automation/library/new-lead-nurture';
import { publishAutomation } from '../support/build/automation.ts';
import { startEngine, type TestEngine } from '../support/build/engine.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let engine: TestEngine;
let firm: TestFirm;
let automationId: string;
beforeAll(async () => {
  engine = await startEngine();
  firm = await buildFirm(engine.world, {
    phone: '(216) 555-0100',
    postalAddress: '200 Public Square, Cleveland, OH 44114',
    settings: { fourEyes: false, emailDomain: 'harbor.example', smsFrom: '+12165550100' },
  });
  automationId = await publishAutomation(firm, NEW_LEAD_NURTURE);
}, 60_000);
afterAll(() => engine?.close());

const Listed = z.object({ messages: z.array(z.record(z.string(), z.unknown())) });
const received = async (path: string) =>
  Listed.parse(await (await fetch(`${engine.sandbox.url}${path}`)).json()).messages;

let count = 0;
/** A person in Ohio with an address and a number of their own, who agreed to service messages on both. */
async function newLead(agree: readonly ('email' | 'sms')[] = ['email', 'sms']): Promise<PersonEntity> {
  count += 1;
  const [address, number] = [`maria${count}@example.com`, `+1216555${String(1000 + count)}`];
  const person = await buildPerson(firm, {
    ownerId: firm.ownerId,
    state: 'OH',
    emails: [{ address }],
    phones: [{ number }],
  });
  await firm.run(async (ctx) => {
    for (const channel of agree) {
      await givePermission(ctx, {
        personId: person.id,
        channel,
        purpose: 'service',
        address: channel === 'email' ? address : number,
        textVersion: 'form-1',
        textShown: 'You may write to me about my question.',
        proof: { form: 'test' },
      });
    }
    const source = await insertRecord(ctx, LeadSourceEntity, { name: `Website ${count}`, kind: 'form' });
    const lead = { personId: person.id, sourceId: source.id, ownerId: firm.ownerId, formId: null };
    await createLead(ctx, { ...lead, referredById: null, firstTouch: {}, lastTouch: {} });
  });
  await engine.relayed();
  return person;
}

const enrolmentOf = (person: PersonEntity) =>
  firm.run((ctx) =>
    ctx.em
      .getRepository(EnrolmentEntity)
      .findOneByOrFail({ firmId: ctx.firmId, personId: person.id, automationId }),
  );

async function ended(person: PersonEntity): Promise<{ outcome: string | null; steps: string[] }> {
  const { id } = await enrolmentOf(person);
  await engine.env.client.workflow.getHandle(`run:${firm.firmId}:${id}`).result();
  const row = await enrolmentOf(person);
  const steps: { step: { node: string; port: string } }[] = await firm.run((ctx) =>
    ctx.em.query(`select step from app.step_event where enrolment_id = $1 order by n`, [id]),
  );
  return { outcome: row.outcome, steps: steps.map(({ step }) => `${drawnStep(step.node)} ${step.port}`) };
}

const tasksOf = (person: PersonEntity): Promise<{ title: string; made_by: string }[]> =>
  firm.run((ctx) => ctx.em.query(`select title, made_by from app.task where person_id = $1`, [person.id]));

test(
  'a lead who never answers gets one email, one text at a good hour, and a call by the advisor',
  { timeout: 60_000 },
  async () => {
    const person = await newLead();
    const { outcome, steps } = await ended(person);
    expect(outcome).toBe('handed_over');
    expect(steps.filter((step) => !step.includes(' later'))).toEqual([
      'welcome next',
      'answer timeout',
      'reach case:text',
      'booking-text next',
      'second-answer timeout',
      'call next',
      'handed-over exit',
    ]);
    const mails = await received(`/mail/api/messages?to=maria${count}@example.com`);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      timesDelivered: 1,
      subject: 'Thank you for writing to Harbor Retirement Advisors',
    });
    const texts = await received(
      `/twilio/api/messages?number=${encodeURIComponent(`+1216555${1000 + count}`)}`,
    );
    expect(texts).toHaveLength(1);
    expect(await tasksOf(person)).toEqual([
      { title: 'Call the new lead', made_by: `run:${firm.firmId}:${(await enrolmentOf(person)).id}` },
    ]);
  },
);

test(
  'a lead who answers gets no text; the advisor gets the task to answer',
  { timeout: 60_000 },
  async () => {
    const person = await newLead();
    await expect.poll(async () => (await enrolmentOf(person)).at, { timeout: 10_000 }).toBe('answer~1');
    await firm.run(async (ctx) =>
      ctx.emit({
        subjectId: person.id,
        kind: 'email.received',
        payload: { communicationId: person.id, threadId: person.id, inReplyTo: null },
      }),
    );
    await engine.relayed();
    const { outcome } = await ended(person);
    expect(outcome).toBe('answered');
    expect(
      await received(`/twilio/api/messages?number=${encodeURIComponent(`+1216555${1000 + count}`)}`),
    ).toEqual([]);
    expect((await tasksOf(person)).map((task) => task.title)).toEqual(['Answer the new lead']);
  },
);

test(
  'without an agreement nothing is sent, the refusal is on record, and the advisor calls',
  { timeout: 60_000 },
  async () => {
    const person = await newLead([]);
    const { outcome, steps } = await ended(person);
    expect(outcome).toBe('handed_over');
    expect(steps[0]).toBe('welcome refused');
    expect(await received(`/mail/api/messages?to=maria${count}@example.com`)).toEqual([]);
    const deliveries: { state: string; reason: string }[] = await firm.run((ctx) =>
      ctx.em.query(`select state, reason from app.delivery where person_id = $1`, [person.id]),
    );
    expect(deliveries).toEqual([{ state: 'refused', reason: 'no_permission' }]);
  },
);
