// The world outside as its own stand-ins saw it, and what people do in it. The stand-ins live in the master: they are never killed.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { z } from 'zod';
import { signWebhook } from '@rap/sandbox/twilio/webhooks';

export const TWILIO = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'fault-token-0123456789abcdef' };
export const SMS_NUMBER = '+12165550100';

const Mails = z.object({
  messages: z.array(
    z.object({ id: z.string(), envelopeTo: z.array(z.string()), timesDelivered: z.number() }),
  ),
});
const Texts = z.object({
  messages: z.array(z.object({ to: z.string(), direction: z.string() })),
});
const Faults = z.object({ faults: z.array(z.object({ kind: z.string(), left: z.number() })) });

export type Mail = z.infer<typeof Mails>['messages'][number];

/** Reads and moves the stand-ins by their own interface. */
export class WorldOutside {
  readonly url: string;
  private readonly apiUrl: string;
  private networks = 0;

  constructor(url: string, apiUrl: string) {
    this.url = url;
    this.apiUrl = apiUrl;
  }

  async mails(to?: string): Promise<readonly Mail[]> {
    return Mails.parse(await this.get(`/mail/api/messages${to ? `?to=${encodeURIComponent(to)}` : ''}`))
      .messages;
  }

  /** Texts that the product sent, to one number or to all. */
  async texts(number?: string): Promise<readonly { to: string }[]> {
    const query = number ? `?number=${encodeURIComponent(number)}` : '';
    const { messages } = Texts.parse(await this.get(`/twilio/api/messages${query}`));
    return messages.filter((text) => text.direction === 'outbound-api' && (!number || text.to === number));
  }

  /** Has the stand-ins fail; answers how many of the failures were not used up yet. */
  async fault(of: 'mail' | 'twilio', fault: object): Promise<void> {
    await this.send(`${this.url}/${of}/api/faults`, 'POST', fault);
  }

  async faultsLeft(of: 'mail' | 'twilio', kind: string): Promise<number> {
    const { faults } = Faults.parse(await this.get(`/${of}/api/faults`));
    return faults.filter((fault) => fault.kind === kind).reduce((sum, fault) => sum + fault.left, 0);
  }

  async noFaults(): Promise<void> {
    await Promise.all(
      ['mail', 'twilio'].map((of) => fetch(`${this.url}/${of}/api/faults`, { method: 'DELETE' })),
    );
  }

  async reset(): Promise<void> {
    await Promise.all(['mail', 'twilio'].map((of) => this.send(`${this.url}/${of}/api/reset`, 'POST', {})));
  }

  /** Answers a mail; the same Message-ID again and again until the product has taken it, as mail servers do. */
  async reply(mail: Mail, messageId: string): Promise<boolean> {
    const answer = await this.send(`${this.url}/mail/api/messages/${mail.id}/reply`, 'POST', {
      text: 'Yes, please call me.',
      messageId,
    });
    return answer.ok;
  }

  /** A person's text, as the provider reports it: signed, and with the same id each time. */
  async inboundText(from: string, sid: string): Promise<boolean> {
    const url = `${this.apiUrl}/webhooks/twilio/inbound`;
    const form = {
      AccountSid: TWILIO.accountSid,
      ApiVersion: '2010-04-01',
      Body: 'Yes, please.',
      From: from,
      MessageSid: sid,
      NumMedia: '0',
      NumSegments: '1',
      SmsMessageSid: sid,
      SmsSid: sid,
      SmsStatus: 'received',
      To: SMS_NUMBER,
    };
    const headers = {
      'x-twilio-signature': signWebhook(TWILIO.authToken, url, form),
      'x-correlation-id': `text-${sid}`,
    };
    return (await this.post(url, form, headers)) === 200;
  }

  /** A form sent in by a browser: from a network of its own, for one network may not send many. */
  async form(
    formId: string,
    fields: Readonly<Record<string, string>>,
    correlationId: string,
  ): Promise<number> {
    return this.post(`${this.apiUrl}/f/${formId}`, fields, { 'x-correlation-id': correlationId });
  }

  /** Answers the status; 0 when there was no answer. */
  private post(url: string, form: Readonly<Record<string, string>>, headers: object): Promise<number> {
    const body = new URLSearchParams({ ...form }).toString();
    this.networks += 1;
    const localAddress = `127.${1 + ((this.networks >> 16) % 250)}.${(this.networks >> 8) % 256}.${this.networks % 256}`;
    return new Promise((resolve) => {
      const sent = request(
        url,
        {
          method: 'POST',
          localAddress,
          agent: false,
          timeout: 15_000,
          headers: {
            ...headers,
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': Buffer.byteLength(body),
          },
        },
        (answer) => {
          answer.resume();
          answer.once('end', () => resolve(answer.statusCode ?? 0));
          answer.once('error', () => resolve(0));
        },
      );
      sent.once('timeout', () => sent.destroy());
      sent.once('error', () => resolve(0));
      sent.once('close', () => resolve(0));
      sent.end(body);
    });
  }

  private async get(path: string): Promise<unknown> {
    return (await fetch(this.url + path)).json();
  }

  private send(url: string, method: string, body: object): Promise<Response> {
    return fetch(url, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}

export const newSid = (): string => `SM${randomBytes(16).toString('hex')}`;
