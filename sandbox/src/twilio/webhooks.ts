import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { keepNewest } from '../bounded.ts';
import type { FaultQueue } from '../fault-queue.ts';
import { type TwilioFault, isFault } from './faults.ts';

export type WebhookForm = Readonly<Record<string, string>>;

/** One webhook as it went out. */
export interface PostedWebhook {
  readonly url: string;
  readonly form: WebhookForm;
  readonly atMs: number;
  /** HTTP status; null when the product could not be reached */
  readonly status: number | null;
  /** the product's answer, at most 2,000 characters */
  readonly answer: string;
  readonly attempts: number;
}

/**
 * Twilio's signature: HMAC-SHA1, by the account's token, of the address and all fields by name.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export function signWebhook(authToken: string, url: string, form: WebhookForm): string {
  const fields = Object.keys(form)
    .sort()
    .map((name) => name + (form[name] ?? ''));
  return createHmac('sha1', authToken)
    .update(url + fields.join(''), 'utf8')
    .digest('base64');
}

const MOST_POSTED = 500;
const ATTEMPTS = 3;
const TIMEOUT_MS = 10_000;
/** a webhook that shall be overtaken goes anyway when nothing overtakes it */
const OVERTAKE_WITHIN_MS = 1_000;

/** Posts signed webhooks one after the other, like Twilio at its best; at its worst by the faults. */
export class WebhookPoster {
  readonly posted: PostedWebhook[] = [];
  readonly #authToken: string;
  readonly #faults: FaultQueue<TwilioFault>;
  readonly #retryPauseMs: number;
  #line: Promise<void> = Promise.resolve();
  #held: { url: string; form: WebhookForm } | undefined;

  constructor(authToken: string, faults: FaultQueue<TwilioFault>, retryPauseMs: number) {
    this.#authToken = authToken;
    this.#faults = faults;
    this.#retryPauseMs = retryPauseMs;
  }

  post(url: string, form: WebhookForm): void {
    if (!this.#held && this.#faults.take(isFault('reorder_webhooks'))) {
      this.#held = { url, form };
      setTimeout(() => this.#letGo(), OVERTAKE_WITHIN_MS).unref();
      return;
    }
    this.#enqueue(url, form);
    this.#letGo();
  }

  /** Resolves when all that was asked for so far has been posted. */
  async settled(): Promise<void> {
    await this.#line;
  }

  #letGo(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held) this.#enqueue(held.url, held.form);
  }

  #enqueue(url: string, form: WebhookForm): void {
    this.#line = this.#line.then(async () => {
      const late = this.#faults.take(isFault('delay_webhooks'));
      if (late) await delay(late.delayMs);
      await this.#deliver(url, form);
      if (this.#faults.take(isFault('duplicate_webhooks'))) await this.#deliver(url, form);
    });
  }

  async #deliver(url: string, form: WebhookForm): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const { status, answer } = await this.#attempt(url, form);
      const again = (status === null || status >= 500) && attempt < ATTEMPTS;
      if (!again) {
        keepNewest(
          this.posted,
          { url, form, atMs: Date.now(), status, answer, attempts: attempt },
          MOST_POSTED,
        );
        return;
      }
      await delay(this.#retryPauseMs * attempt);
    }
  }

  async #attempt(url: string, form: WebhookForm): Promise<{ status: number | null; answer: string }> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'x-twilio-signature': signWebhook(this.#authToken, url, form),
          'user-agent': 'TwilioProxy/1.1',
        },
        body: new URLSearchParams({ ...form }),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: response.status, answer: (await response.text()).slice(0, 2_000) };
    } catch (error) {
      return { status: null, answer: error instanceof Error ? error.message : 'no answer' };
    }
  }
}
