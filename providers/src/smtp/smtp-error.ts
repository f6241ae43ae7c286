import { z } from 'zod';
import type { ProviderError } from '../outcome.ts';
import { saysAddressIsDead } from './status-code.ts';

const SmtpFailure = z.object({
  code: z.string().optional(),
  /** the step that failed: `RCPT TO`, `DATA`, ... */
  command: z.string().optional(),
  responseCode: z.int().optional(),
  response: z.string().optional(),
});
type SmtpFailure = z.infer<typeof SmtpFailure>;

const CREDENTIALS: ProviderError = {
  code: 'credentials',
  retryable: false,
  message: 'The mail server does not accept our user name and password.',
};
const NO_SUCH_ADDRESS: ProviderError = {
  code: 'address_invalid',
  retryable: false,
  message: 'The mail server knows no such address.',
};
const REFUSED: ProviderError = {
  code: 'rejected',
  retryable: false,
  message: 'The mail server refuses this message.',
};
const LATER: ProviderError = {
  code: 'deferred',
  retryable: true,
  message: 'The mail server asks to try again later.',
};
const TOO_LARGE: ProviderError = {
  code: 'rejected',
  retryable: false,
  message: 'The message is larger than the mail server takes.',
};

/** What is certain from the server's own answer; undefined when no answer came (lost connection, timeout). */
export function certainRefusal(error: unknown): ProviderError | undefined {
  const read = SmtpFailure.safeParse(error);
  if (!read.success) return undefined;
  const failure = read.data;
  if (failure.code === 'EAUTH') return withCode(CREDENTIALS, failure);
  // not said to the server at all: it announced a limit that the message exceeds
  if (failure.responseCode === undefined) return failure.code === 'EMESSAGE' ? TOO_LARGE : undefined;
  if (failure.responseCode < 400) return undefined;
  if (failure.responseCode < 500) return withCode(LATER, failure);
  return withCode(meansNoSuchAddress(failure) ? NO_SUCH_ADDRESS : REFUSED, failure);
}

/** Servers without enhanced codes are understood at the step that names the recipient only. */
function meansNoSuchAddress(failure: SmtpFailure): boolean {
  const status = enhancedStatus(failure);
  if (status) return saysAddressIsDead(status);
  return failure.command === 'RCPT TO' && [550, 551, 553].includes(failure.responseCode ?? 0);
}

function enhancedStatus({ response }: SmtpFailure): string | undefined {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
}

function withCode(error: ProviderError, failure: SmtpFailure): ProviderError {
  if (failure.responseCode === undefined) return error;
  const status = enhancedStatus(failure);
  return {
    ...error,
    providerCode: status ? `${failure.responseCode} ${status}` : String(failure.responseCode),
  };
}
