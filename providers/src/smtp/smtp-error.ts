import { z } from 'zod';
import type { ProviderError } from '../outcome.ts';

const SmtpFailure = z.object({
  code: z.string().optional(),
  responseCode: z.number().int().optional(),
  response: z.string().optional(),
});

/** What the server's own answer says; undefined when no answer came (lost connection, timeout). */
export function certainRefusal(error: unknown): ProviderError | undefined {
  const failure = SmtpFailure.safeParse(error);
  if (!failure.success) return undefined;
  const { code, responseCode, response } = failure.data;
  if (code === 'EAUTH') {
    const message = 'The mail server does not accept our user name and password.';
    return { code: 'credentials', retryable: false, message, ...providerCode(responseCode, response) };
  }
  if (responseCode === undefined) {
    // refused by the client before anything was said: an address it cannot write, or a size above what the server announced
    if (code === 'EENVELOPE') return { code: 'address_invalid', retryable: false, message: 'This is not an address mail can go to.' };
    if (code === 'EMESSAGE') return { code: 'rejected', retryable: false, message: 'The message is larger than the mail server takes.' };
    return undefined;
  }
  const detail = providerCode(responseCode, response);
  if (responseCode >= 400 && responseCode < 500) {
    const message = 'The mail server asks to try again later.';
    return { code: 'deferred', retryable: true, message, ...detail };
  }
  if (responseCode < 500) return undefined;
  // enhanced status codes x.1.y speak of the address (RFC 3463, 3.2); 550 and 553 without one usually mean it too
  const aboutAddress = /^5\.1\./.test(enhanced(response) ?? '') || (!enhanced(response) && [550, 553].includes(responseCode));
  return aboutAddress
    ? { code: 'address_invalid', retryable: false, message: 'The mail server knows no such address.', ...detail }
    : { code: 'rejected', retryable: false, message: 'The mail server refuses this message.', ...detail };
}

function enhanced(response: string | undefined): string | undefined {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
}

function providerCode(responseCode: number | undefined, response: string | undefined): { providerCode?: string } {
  if (responseCode === undefined) return {};
  const status = enhanced(response);
  return { providerCode: status ? `${responseCode} ${status}` : String(responseCode) };
}
