import { z } from 'zod';
import { type HandOver, type NotAccepted, type ProviderError, refused, unknown } from '../outcome.ts';
import { type TwilioAccount, TwilioTooFast, createTwilioClient } from './client.ts';
import { twilioError } from './error-codes.ts';
import { sameText } from './same-text.ts';

/** Who sends: a Messaging Service, which picks the number, or one number of ours. */
export type TextSender = { readonly messagingServiceSid: string } | { readonly from: string };

export interface TextHandOver {
  readonly sender: TextSender;
  /** E.164 */
  readonly to: string;
  readonly body: string;
  /** Twilio reports there how the text fares */
  readonly statusCallbackUrl: string;
  /** how long Twilio may hold the text back, 1 s to 10 h (36,000 s); past it the text fails instead of arriving late */
  readonly validitySeconds: number;
}

export interface SentText {
  readonly to: string;
  readonly sender: TextSender;
  readonly body: string;
  /** when the hand-over began, by our clock */
  readonly sinceMs: number;
}

/** `several`: more than one fits, or too many to look through. Then nobody can tell, and a person must decide. */
export type FoundText =
  | { readonly found: 'one'; readonly providerId: string }
  | { readonly found: 'none' }
  | { readonly found: 'several' }
  | { readonly found: 'failed'; readonly error: ProviderError };

export interface TwilioSender {
  /** Hands one text to Twilio. Never throws for what Twilio or the network does. */
  send(text: TextHandOver): Promise<HandOver>;
  /** Asks Twilio whether a text whose hand-over ended as unknown was taken. */
  findSent(text: SentText): Promise<FoundText>;
}

/** How many texts to one number are looked through. */
const LOOK_BACK = 200;
/** Our clock and Twilio's may differ by this. */
const CLOCK_SLACK_MS = 60_000;

/** Sends texts by Twilio's Programmable Messaging API. */
export function createTwilioSender(account: TwilioAccount): TwilioSender {
  const client = createTwilioClient(account);
  return {
    async send({ sender, to, body, statusCallbackUrl, validitySeconds }) {
      try {
        const created = await client.messages.create({
          ...sender,
          to,
          body,
          statusCallback: statusCallbackUrl,
          validityPeriod: Math.min(36_000, Math.max(1, Math.floor(validitySeconds))),
        });
        return { outcome: 'accepted', providerId: created.sid };
      } catch (error) {
        return readFailure(error);
      }
    },

    async findSent({ to, sender, body, sinceMs }) {
      try {
        // not filtered by Twilio's DateSent: a text that is still queued has none, and missing it would send it twice
        const listed = await client.messages.list({
          to,
          ...('from' in sender ? { from: sender.from } : {}),
          pageSize: LOOK_BACK,
          limit: LOOK_BACK,
        });
        const inTime = listed.filter((text) => text.dateCreated.getTime() >= sinceMs - CLOCK_SLACK_MS);
        if (inTime.length === LOOK_BACK) return { found: 'several' };
        const hits = inTime.filter((text) => text.direction !== 'inbound' && sameText(text.body, body));
        const [first, second] = hits;
        if (second) return { found: 'several' };
        return first ? { found: 'one', providerId: first.sid } : { found: 'none' };
      } catch (error) {
        // a question may always be asked again, unless the account itself is wrong
        const failure = readFailure(error).error;
        return { found: 'failed', error: { ...failure, retryable: failure.code !== 'credentials' } };
      }
    },
  };
}

const RestFailure = z.object({ status: z.number().int(), code: z.number().int().optional() });
const FetchFailure = z.object({ cause: z.object({ code: z.string() }) });
/** The request never reached a server. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function readFailure(error: unknown): NotAccepted {
  if (error instanceof TwilioTooFast) {
    const message = 'Twilio asks us to send more slowly.';
    const wait = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
    return refused({ code: 'rate_limited', retryable: true, providerCode: '429', message, ...wait });
  }
  const rest = RestFailure.safeParse(error);
  if (rest.success) {
    const { status, code } = rest.data;
    const providerCode = String(code ?? status);
    // a 5xx may come from a gateway in front of a server that did take the text
    if (status >= 500) {
      return unknown({
        code: 'provider_down',
        retryable: false,
        providerCode,
        message: 'Twilio failed while it had the text.',
      });
    }
    return refused({ ...twilioError(status === 401 ? 20003 : code), retryable: false, providerCode });
  }
  const lost = FetchFailure.safeParse(error);
  if (lost.success && NOT_CONNECTED.has(lost.data.cause.code)) {
    return refused({ code: 'connection', retryable: true, message: 'Twilio could not be reached.' });
  }
  return unknown({ code: 'timeout', retryable: false, message: 'Twilio did not answer in time.' });
}
