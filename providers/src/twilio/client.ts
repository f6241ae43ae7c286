import twilio from 'twilio';
import type { RequestOptions } from 'twilio/lib/base/RequestClient.js';
import { readRetryAfterMs } from '../outcome.ts';

export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  /** where the REST API is; `https://api.twilio.com` unless the install says otherwise */
  readonly apiBase?: string;
  /** for one request from connect to answer; must lie inside the time of the activity that sends */
  readonly timeoutMs?: number;
}

/** 429, with the waiting time that the SDK's own exception drops. */
export class TwilioTooFast extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(retryAfterMs: number | undefined) {
    super('too many requests');
    this.retryAfterMs = retryAfterMs;
  }
}

interface SdkAnswer<T> {
  readonly statusCode: number;
  readonly body: T;
  readonly headers: Record<string, string>;
}

const DEFAULT_TIMEOUT_MS = 5_000;

/** The SDK's client, speaking to the configured address with our timeout. */
export function createTwilioClient(account: TwilioAccount): ReturnType<typeof twilio> {
  const { accountSid, authToken } = account;
  const httpClient = new FetchClient(account.apiBase, account.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  return twilio(accountSid, authToken, { httpClient });
}

/**
 * Sends the SDK's requests by `fetch`: one timeout over the whole request, no retries of its own (only the delivery ledger
 * may repeat a send), and errors that still tell a refused connection from a lost answer.
 */
class FetchClient extends twilio.RequestClient {
  readonly #base: string | undefined;
  readonly #timeoutMs: number;

  constructor(base: string | undefined, timeoutMs: number) {
    super();
    this.#base = base;
    this.#timeoutMs = timeoutMs;
  }

  override async request<T>(options: RequestOptions<T>): Promise<SdkAnswer<T>> {
    const url = this.#base ? rebased(options.uri, this.#base) : new URL(options.uri);
    appendAll(url.searchParams, options.params);
    const headers = new Headers();
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (!/^connection$/i.test(name)) headers.set(name, String(value));
    }
    if (options.username && options.password) {
      headers.set(
        'authorization',
        `Basic ${Buffer.from(`${options.username}:${options.password}`).toString('base64')}`,
      );
    }
    const form = new URLSearchParams();
    if (options.data instanceof Object) appendAll(form, options.data);
    const response = await fetch(url, {
      method: options.method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(this.#timeoutMs),
      ...(options.data === undefined ? {} : { body: form }),
    });
    const text = await response.text();
    if (response.status === 429) {
      throw new TwilioTooFast(readRetryAfterMs(response.headers.get('retry-after'), Date.now()));
    }
    // the SDK parses a text itself, whatever its type says
    return { statusCode: response.status, body: text as T, headers: Object.fromEntries(response.headers) };
  }
}

function rebased(uri: string, base: string): URL {
  const { pathname, search } = new URL(uri);
  return new URL(pathname + search, base);
}

function appendAll(target: URLSearchParams, values: object | undefined): void {
  for (const [name, value] of Object.entries(values ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) target.append(name, String(one));
    }
  }
}
