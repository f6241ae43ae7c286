import { z } from 'zod';
import { until } from '../../scripts/lib/processes.mjs';

const Mails = z.object({ messages: z.array(z.object({ id: z.string(), subject: z.string() })) });
const Texts = z.object({ messages: z.array(z.object({ to: z.string(), body: z.string() })) });
const OURS = '+12165550100';

/** The mailboxes and telephones of the people outside. */
export class Sandbox {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** The first message to that address, once it is there. */
  mail(to: string): Promise<{ id: string; subject: string }> {
    return this.eventually(`mail to ${to}`, async () => {
      const read = await fetch(`${this.url}/mail/api/messages?to=${encodeURIComponent(to)}`);
      return Mails.parse(await read.json()).messages[0];
    });
  }

  /** The text to that number that says so, once it is there. */
  text(number: string, words: string): Promise<string> {
    return this.eventually(`a text to ${number}`, async () => (await this.texts(number, words))[0]);
  }

  async countTexts(number: string, words: string): Promise<number> {
    return (await this.texts(number, words)).length;
  }

  async writeText(from: string, body: string): Promise<void> {
    await this.post('/twilio/api/inbound', { from, to: OURS, body });
  }

  async answerMail(id: string, text: string): Promise<void> {
    await this.post(`/mail/api/messages/${id}/reply`, { text });
  }

  private async texts(number: string, words: string): Promise<string[]> {
    const read = await fetch(`${this.url}/twilio/api/messages?number=${encodeURIComponent(number)}`);
    const { messages } = Texts.parse(await read.json());
    return messages.filter(({ to, body }) => to === number && body.includes(words)).map(({ body }) => body);
  }

  private async eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    let found: T | undefined;
    await until(what, async () => (found = await look()) !== undefined, { ms: 60_000 });
    if (found === undefined) throw new Error(`${what} went away`);
    return found;
  }

  private async post(path: string, body: object): Promise<void> {
    const answer = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  }
}
