import type { ProviderErrorCode } from '@rap/domain/messages/provider-error-code';

export interface ProviderError {
  readonly code: ProviderErrorCode;
  /** may the very same request be made again later */
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  /** the provider's own code (`21610`, `550 5.1.1`), for support and logs */
  readonly providerCode?: string;
  /** a sentence without addresses, content or credentials: it may be logged and shown */
  readonly message: string;
}

/**
 * How the hand-over of an irreversible message ended. `refused` is certain: the provider does not have the message, so a
 * retryable one may be handed over again. `unknown` is not: it may have left, and must never be repeated blindly.
 */
export type HandOver =
  | { readonly outcome: 'accepted'; readonly providerId: string }
  | { readonly outcome: 'refused'; readonly error: ProviderError }
  | { readonly outcome: 'unknown'; readonly error: ProviderError };

export type NotAccepted = Exclude<HandOver, { outcome: 'accepted' }>;

/** The provider certainly does not have the message. */
export function refused(error: ProviderError): NotAccepted {
  return { outcome: 'refused', error };
}

/** The message may or may not have been taken. */
export function unknown(error: ProviderError): NotAccepted {
  return { outcome: 'unknown', error };
}

/** Milliseconds of an HTTP `Retry-After` header (RFC 9110, 10.2.3): seconds or a date. */
export function readRetryAfterMs(header: string | null | undefined, nowMs: number): number | undefined {
  if (!header) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header.trim()) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
