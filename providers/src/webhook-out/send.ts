import { type LookupAddress, promises as dns } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type LookupFunction, isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { ProviderErrorCode } from '@rap/domain/messages/provider-error-code';
import { type ProviderError, readRetryAfterMs } from '../outcome.ts';
import { isPublicAddress } from './address-guard.ts';

export interface WebhookMessage {
  readonly url: string;
  /** the endpoint's secrets, `whsec_` and base64: two while one takes over from the other, and both sign */
  readonly secrets: readonly string[];
  /** stable over retries, so that the receiver can drop what it has seen */
  readonly id: string;
  readonly atMs: number;
  /** JSON text */
  readonly body: string;
}

export type WebhookOutcome =
  | { readonly outcome: 'delivered'; readonly status: number }
  | {
      readonly outcome: 'failed';
      readonly error: ProviderError;
      /** the start of what the receiver answered, at most 1,000 characters; for its owner's eyes */
      readonly answer: string | null;
    };

export interface WebhookSettings {
  /** true in an install where nothing is real: plain http and private addresses are then allowed */
  readonly allowPrivate: boolean;
  readonly timeoutMs?: number;
  /** looks a host name up; the system's resolver unless given */
  readonly lookUp?: (hostname: string) => Promise<readonly LookupAddress[]>;
}

export interface WebhookSender {
  /** Signs and posts one message. Never throws for what the receiver or the network does. */
  send(message: WebhookMessage): Promise<WebhookOutcome>;
}

const DEFAULT_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 4_096;
const MAX_ANSWER_CHARACTERS = 1_000;

/**
 * Posts to addresses that customers give. The connection goes to the very address that was checked, so that a host name
 * cannot point elsewhere between check and use; redirects are not followed; the answer is read only in part. Signed by the
 * Standard Webhooks rules (https://www.standardwebhooks.com).
 */
export function createWebhookSender(settings: WebhookSettings): WebhookSender {
  const timeoutMs = settings.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const lookUp =
    settings.lookUp ?? ((hostname: string) => dns.lookup(hostname, { all: true, verbatim: true }));

  return {
    async send(message) {
      const target = readTarget(message.url, settings.allowPrivate);
      if (!target)
        return failed('not_allowed', false, 'The address must be a public https address without a password.');
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        // a name server may be slower than our whole time
        const checked = await Promise.race([
          resolveChecked(target.hostname, lookUp, settings.allowPrivate),
          rejectOnAbort(signal),
        ]);
        if (!checked) return failed('not_allowed', false, 'The address leads into a private network.');
        const answer = await post(target, checked, headersOf(message), message.body, signal);
        return readAnswer(answer);
      } catch (error) {
        if (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name)) {
          return failed('timeout', true, 'The receiver did not answer in time.');
        }
        return failed('connection', true, 'The receiver could not be reached.');
      }
    },
  };
}

function readTarget(text: string, allowPrivate: boolean): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username || url.password) return undefined;
  return url.protocol === 'https:' || (allowPrivate && url.protocol === 'http:') ? url : undefined;
}

/** The address to connect to; undefined when any of the name's addresses is not public. */
async function resolveChecked(
  hostname: string,
  lookUp: (hostname: string) => Promise<readonly LookupAddress[]>,
  allowPrivate: boolean,
): Promise<LookupAddress | undefined> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  const found = family ? [{ address: literal, family }] : await lookUp(hostname);
  if (!allowPrivate && !found.every(({ address }) => isPublicAddress(address))) return undefined;
  const [first] = found;
  if (!first) throw new Error('the host name has no address');
  return first;
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function headersOf({ secrets, id, atMs, body }: WebhookMessage): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'RetirementAdvisorPro-Webhooks/1',
    'webhook-id': id,
    // the rules sign whole seconds
    'webhook-timestamp': String(Math.floor(atMs / 1000)),
    'webhook-signature': secrets
      .map((secret) => new Webhook(secret).sign(id, new Date(atMs), body))
      .join(' '),
  };
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

function post(
  url: URL,
  checked: LookupAddress,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  // asked for the host name, Node gets the address that was checked; TLS still verifies the host name
  const lookup: LookupFunction = (_hostname, options, callback) => {
    if (options.all) callback(null, [checked]);
    else callback(null, checked.address, checked.family);
  };
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request: ClientRequest = start(url, { method: 'POST', headers, lookup, signal, agent: false });
    request.once('error', reject);
    request.once('response', (response) => {
      readStart(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], text });
        request.destroy();
      }, reject);
    });
    request.end(body);
  });
}

/** The first bytes of an answer; the rest is not waited for. */
async function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(Buffer.from(chunk));
    length += chunks.at(-1)?.length ?? 0;
    if (length >= MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, MAX_ANSWER_CHARACTERS);
}

function readAnswer({ status, retryAfter, text }: Answer): WebhookOutcome {
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  const providerCode = String(status);
  if (status === 429 || status === 503) {
    const retryAfterMs = readRetryAfterMs(retryAfter, Date.now());
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    return failed(
      'rate_limited',
      true,
      'The receiver asks to be called later.',
      { providerCode, ...wait },
      text,
    );
  }
  if (status >= 300 && status < 400) {
    return failed(
      'not_allowed',
      false,
      'The receiver redirects; give its final address.',
      { providerCode },
      text,
    );
  }
  if (status === 408 || status >= 500) {
    return failed('provider_down', true, 'The receiver has a fault.', { providerCode }, text);
  }
  if (status === 410) {
    return failed('rejected', false, 'The receiver says that this endpoint is gone.', { providerCode }, text);
  }
  // the rules want any other answer tried again: a wrong route or key is often mended within hours
  return failed('rejected', true, 'The receiver refuses the message.', { providerCode }, text);
}

function failed(
  code: ProviderErrorCode,
  retryable: boolean,
  message: string,
  detail: { providerCode?: string; retryAfterMs?: number } = {},
  answer: string | null = null,
): WebhookOutcome {
  return { outcome: 'failed', error: { code, retryable, message, ...detail }, answer };
}
