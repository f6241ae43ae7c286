import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAutomationActivities } from '@rap/activities/automation/automation-activities';
import { ArchiveFeeder } from '@rap/activities/sending/archive-feeder';
import { Channels } from '@rap/activities/sending/channels';
import { MessageSender } from '@rap/activities/sending/message-sender';
import { EndpointCaller } from '@rap/activities/webhook/endpoint-caller';
import { WebhookStep } from '@rap/activities/webhook/webhook-step';
import { runIdOf, type AdvanceOutput } from '@rap/contracts/automation/run';
import { givePermission } from '@rap/database/consent/consent-commands';
import { changeSettings } from '@rap/database/firm/sending-rules';
import { addEmail } from '@rap/database/person/reach-commands';
import { installKey } from '@rap/database/sealing/install-key';
import { createMailAddresses } from '@rap/providers/smtp/return-path';
import { createSmtpSender, type SmtpSender } from '@rap/providers/smtp/send';
import { createTwilioSender } from '@rap/providers/twilio/send';
import { createWebhookSender } from '@rap/providers/webhook-out/send';
import { publishAutomation } from '../support/build/automation.ts';
import { enrolPerson } from '../support/build/note-automation.ts';
import { TWILIO_ACCOUNT } from '../support/build/sandbox.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-11-24T17:00:00Z');
const clock = { at: START_MS, now: () => clock.at };
const NOBODY = 'http://127.0.0.1:1';

let world: TestWorld;
let firm: TestFirm;
let smtp: SmtpSender;
let activities: ReturnType<typeof createAutomationActivities>;
beforeAll(async () => {
  world = await openWorld({ clock });
  firm = await buildFirm(world, { settings: { emailDomain: 'harbor.example', fourEyes: false } });
  smtp = createSmtpSender({ url: 'smtp://127.0.0.1:1', timeoutMs: 1_000 });
  const twilio = createTwilioSender({ ...TWILIO_ACCOUNT, apiBase: NOBODY, timeoutMs: 1_000 });
  const channels = new Channels(smtp, twilio, NOBODY, clock);
  const identity = {
    mailAddresses: createMailAddresses(await installKey(world.keysFolder, 'mail-addresses'), 'r.example'),
    linkKey: await installKey(world.keysFolder, 'links'),
    publicUrl: 'https://app.harbor.example',
  };
  const archive = new ArchiveFeeder(world.db, channels, () => undefined);
  const receivers = new EndpointCaller(world.db, createWebhookSender({ allowPrivate: false }), clock);
  activities = createAutomationActivities({
    db: world.db,
    sender: new MessageSender(world.db, channels, identity, clock, archive),
    webhooks: new WebhookStep(world.db, receivers, clock),
    clock,
  });
});
afterAll(async () => {
  smtp?.close();
  await world?.close();
});

test('a message that has to wait again and again is refused when its hours since the first try are over', async () => {
  const hello = {
    kind: 'email' as const,
    label: 'Say hello',
    params: { template: 'hello', purpose: 'service', from: 'firm', notAfter: { hours: 48 } },
    ports: { next: 'END', refused: 'END' },
  };
  const automationId = await publishAutomation(firm, {
    definition: {
      schema: 1,
      name: 'Hello',
      trigger: { kind: 'manual', params: {}, next: 'hello' },
      nodes: { hello },
      goals: [],
      settings: { reentry: 'never', failureStop: { pct: 100, min: 100 }, maxSteps: 50 },
    },
    templates: { hello: { channel: 'email', name: 'Hello', subject: 'Hello', html: '<p>Hello</p>' } },
  });
  const { personId, enrolmentId, state } = await enrolPerson(firm, automationId);
  await firm.run(async (ctx) => {
    await addEmail(ctx, personId, { address: 'maria@example.com', label: 'home', isPrimary: true });
    const shown = { textVersion: 't1', textShown: 'Write to me.', proof: {} };
    const address = 'maria@example.com';
    await givePermission(ctx, { personId, channel: 'email', purpose: 'service', address, ...shown });
    await changeSettings(ctx, { stopSending: true }, {});
  });
  const who = { firmId: firm.firmId, automationId, enrolmentId };
  const notes: string[] = [];
  let out: AdvanceOutput | undefined;
  for (let hours = 0; hours <= 60 && out?.command.do !== 'end'; hours += 12) {
    clock.at = START_MS + hours * HOUR_MS;
    out = await activities.advance({
      who,
      firmId: firm.firmId,
      run: runIdOf(who),
      chain: 'chain',
      state: out?.state ?? state,
      give: { nowMs: clock.at },
    });
    const { command } = out;
    notes.push(`${hours} ${command.do === 'wait' ? command.why : command.do}`);
  }
  expect(notes).toEqual(['0 later', '12 later', '24 later', '36 later', '48 end']);
  const steps: { note: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select step->>'note' as note from app.step_event where enrolment_id = $1 order by n`, [
      enrolmentId,
    ]),
  );
  expect(steps.map(({ note }) => note)).toContain('too_late');
});
