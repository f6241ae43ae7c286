import { assertNever } from '@rap/domain/assert-never';
import type { TextState } from '@rap/domain/messages/text-state';
import twilio from 'twilio';
import { z } from 'zod';
import type { ProviderErrorCode } from '@rap/domain/messages/provider-error-code';
import { twilioError } from './error-codes.ts';

/** The fields of a webhook's form body, each at most once. */
export type TwilioForm = Readonly<Record<string, string>>;

/**
 * Did Twilio send this? Compared in constant time.
 *
 * @param url the address as Twilio was given it, with its query string, not as a proxy passed it on
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export function isSignedByTwilio(request: {
  authToken: string;
  signature: string | undefined;
  url: string;
  form: TwilioForm;
}): boolean {
  if (!request.signature) return false;
  return twilio.validateRequest(request.authToken, request.signature, request.url, { ...request.form });
}

export interface TextStatus {
  readonly providerId: string;
  readonly state: TextState;
  /** why it did not arrive */
  readonly error: {
    readonly code: ProviderErrorCode;
    readonly providerCode: string;
    readonly message: string;
  } | null;
}

export interface InboundText {
  readonly providerId: string;
  /** E.164 */
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** what Twilio itself made of a keyword (Advanced Opt-Out) */
  readonly optOutType: 'STOP' | 'START' | 'HELP' | null;
  /** pictures and files that came along: they are not taken, and the text says how many */
  readonly refusedMediaCount: number;
}

export type WebhookRead<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: 'webhook_unreadable'; readonly fields: readonly string[] };

const Sid = z.string().regex(/^(SM|MM)[0-9a-f]{32}$/i);
const Status = z.object({
  MessageSid: Sid,
  MessageStatus: z.enum([
    'accepted',
    'scheduled',
    'queued',
    'sending',
    'sent',
    'delivered',
    'read',
    'undelivered',
    'failed',
    'canceled',
  ]),
  ErrorCode: z.coerce.number().int().positive().optional(),
});
const Inbound = z.object({
  MessageSid: Sid,
  From: z.string().regex(/^\+[1-9]\d{6,14}$/),
  To: z.string().regex(/^\+?\d{3,15}$/),
  Body: z.string().max(20_000).default(''),
  NumMedia: z.coerce.number().int().min(0).default(0),
  OptOutType: z.enum(['STOP', 'START', 'HELP']).optional(),
});

/** Reads a status callback. @see https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
export function readTextStatus(form: TwilioForm): WebhookRead<TextStatus> {
  const read = Status.safeParse(form);
  if (!read.success) return unreadable(read.error);
  const { MessageSid, MessageStatus, ErrorCode } = read.data;
  const state = stateOf(MessageStatus);
  const failed = state === 'undelivered' || state === 'failed';
  const error = failed
    ? { ...twilioError(ErrorCode), providerCode: String(ErrorCode ?? MessageStatus) }
    : null;
  return {
    ok: true,
    value: { providerId: MessageSid, state, error },
  };
}

/** Reads a text that somebody sent us. @see https://www.twilio.com/docs/messaging/guides/webhook-request */
export function readInboundText(form: TwilioForm): WebhookRead<InboundText> {
  const read = Inbound.safeParse(form);
  if (!read.success) return unreadable(read.error);
  const { MessageSid, From, To, Body, NumMedia, OptOutType } = read.data;
  return {
    ok: true,
    value: {
      providerId: MessageSid,
      from: From,
      to: To,
      body: Body,
      optOutType: OptOutType ?? null,
      refusedMediaCount: NumMedia,
    },
  };
}

function stateOf(status: z.infer<typeof Status>['MessageStatus']): TextState {
  switch (status) {
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
      return 'queued';
    case 'sent':
      return 'sent';
    case 'delivered':
    case 'read':
      return 'delivered';
    case 'undelivered':
      return 'undelivered';
    case 'failed':
    case 'canceled':
      return 'failed';
    default:
      assertNever(status);
  }
}

function unreadable(error: z.ZodError): WebhookRead<never> {
  const fields = [...new Set(error.issues.map((issue) => issue.path.join('.')))];
  return { ok: false, code: 'webhook_unreadable', fields };
}
