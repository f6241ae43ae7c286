import { randomUUID } from 'node:crypto';
import { ArchiveFeeder } from '@rap/activities/sending/archive-feeder';
import { Channels } from '@rap/activities/sending/channels';
import { MessageSender, type MessageOrder } from '@rap/activities/sending/message-sender';
import { loadSendingIdentity } from '@rap/activities/sending/sending-identity';
import { EndpointCaller } from '@rap/activities/webhook/endpoint-caller';
import { WebhookStep } from '@rap/activities/webhook/webhook-step';
import type { Channel } from '@rap/contracts/consent';
import { givePermission } from '@rap/database/consent/consent-commands';
import type { PersonEntity } from '@rap/database/person/person.entity';
import type { Clock } from '@rap/database/tenancy/tenant-db';
import type { DkimKeys } from '@rap/providers/smtp/dkim-keys';
import { createSmtpSender, type SmtpSender } from '@rap/providers/smtp/send';
import { createTwilioSender } from '@rap/providers/twilio/send';
import { createWebhookSender } from '@rap/providers/webhook-out/send';
import { buildPerson } from './person.ts';
import { TWILIO_ACCOUNT } from './sandbox.ts';
import type { TestFirm, TestWorld } from './world.ts';

export const MAIL_DOMAIN = 'reply.harbor.example';
const DAY_MS = 86_400_000;

/** The only ways out of the house, composed as a worker does it. */
export interface TestSending {
  readonly sender: MessageSender;
  readonly archive: ArchiveFeeder;
  readonly smtp: SmtpSender;
  /** webhook steps; no address of this machine is called */
  readonly webhooks: WebhookStep;
  /** an attempt that dies right after its commit, before anything leaves: throws `killed` */
  dieAfterCommit(order: MessageOrder): Promise<unknown>;
}

export interface Outside {
  readonly smtpPort: number;
  /** where Twilio is */
  readonly url: string;
}

/** Nobody listens there. */
export const NOBODY: Outside = { smtpPort: 1, url: 'http://127.0.0.1:1' };

/** Close `smtp` in `afterAll`. */
export async function buildSending(
  world: TestWorld,
  { smtpPort, url }: Outside,
  clock: Clock,
  { timeoutMs = 1_000, dkim }: { timeoutMs?: number; dkim?: DkimKeys } = {},
): Promise<TestSending> {
  const settings = { KEYS_DIR: world.keysFolder, MAIL_DOMAIN, PUBLIC_URL: 'https://app.harbor.example' };
  const identity = await loadSendingIdentity(settings, dkim);
  const smtp = createSmtpSender({ url: `smtp://127.0.0.1:${smtpPort}`, timeoutMs });
  const twilio = createTwilioSender({ ...TWILIO_ACCOUNT, apiBase: url, timeoutMs });
  const channels = new Channels(smtp, twilio, NOBODY.url, clock);
  const archive = new ArchiveFeeder(world.db, channels, () => undefined);
  const receivers = createWebhookSender({ allowPrivate: false });
  const killed = { handOver: () => Promise.reject(new Error('killed')) };
  const dead = Object.assign(Object.create(Channels.prototype) as Channels, killed);
  const dying = new MessageSender(world.db, dead, identity, clock, archive);
  return {
    sender: new MessageSender(world.db, channels, identity, clock, archive),
    archive,
    smtp,
    webhooks: new WebhookStep(world.db, new EndpointCaller(world.db, receivers, clock), clock),
    dieAfterCommit: (order) => dying.send(order),
  };
}

export interface Reached {
  readonly person: PersonEntity;
  readonly email: string;
  readonly phone: string;
}

let count = 0;
/** Somebody in Ohio who agreed to service messages on both channels. */
export async function buildReachable(firm: TestFirm): Promise<Reached> {
  count += 1;
  const [email, phone] = [`person${count}@example.com`, `+1216555${String(2000 + count)}`];
  const person = await buildPerson(firm, {
    state: 'OH',
    emails: [{ address: email }],
    phones: [{ number: phone }],
  });
  const shown = { textVersion: 't1', textShown: 'Write to me.', proof: {} };
  await firm.run(async (ctx) => {
    for (const [channel, address] of [
      ['email', email],
      ['sms', phone],
    ] as const) {
      await givePermission(ctx, { personId: person.id, channel, purpose: 'service', address, ...shown });
    }
  });
  return { person, email, phone };
}

/** A service message of a run, good for three days; its effect key is in its words. */
export function orderTo(
  firm: TestFirm,
  personId: string,
  channel: Channel,
  { nowMs, ...more }: Partial<MessageOrder> & { nowMs: number },
): MessageOrder {
  const { effectKey = randomUUID() } = more;
  return {
    who: { firmId: firm.firmId, actor: 'run:test', books: '*', correlationId: 'test-correlation' },
    effectKey,
    personId,
    channel,
    purpose: 'service',
    wording: {
      text:
        channel === 'email'
          ? { channel, subject: 'Hello', html: `<p>${effectKey}</p>` }
          : { channel, body: `Hello ${effectKey}` },
    },
    notAfterMs: nowMs + 3 * DAY_MS,
    automatic: true,
    ...more,
  };
}
