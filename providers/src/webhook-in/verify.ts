import { createHmac, timingSafeEqual } from 'node:crypto';

/** The most that sender's clock and ours may differ, and the age at which a message can no longer be played back. */
export const TOLERANCE_MS = 5 * 60_000;
const PREFIX = 'whsec_';

export interface SignedWebhook {
  readonly id: string | undefined;
  /** whole seconds since 1970, as the header has it */
  readonly timestamp: string | undefined;
  /** `v1,<base64>`, several by spaces */
  readonly signature: string | undefined;
  /** the body, byte for byte as it came */
  readonly body: Buffer;
}

export type WebhookVerdict =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly code: 'not_signed' | 'bad_signature' | 'too_old' | 'from_the_future' };

/**
 * Checks a message by the Standard Webhooks rules (https://www.standardwebhooks.com) against the secrets that hold now. The
 * time is looked at only in a message that is genuine: a forger learns nothing of our clock.
 */
export function verifyWebhook(
  { id, timestamp, signature, body }: SignedWebhook,
  secrets: readonly string[],
  nowMs: number,
): WebhookVerdict {
  if (!id || !timestamp || !signature || !/^\d{1,12}$/.test(timestamp))
    return { ok: false, code: 'not_signed' };
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const given = signature.split(' ').flatMap((part) => (part.startsWith('v1,') ? [part.slice(3)] : []));
  const genuine = secrets.some((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    const own = createHmac('sha256', key).update(signed).digest();
    return given.some((text) => same(own, Buffer.from(text, 'base64')));
  });
  if (!genuine) return { ok: false, code: 'bad_signature' };
  const ageMs = nowMs - Number(timestamp) * 1000;
  if (ageMs > TOLERANCE_MS) return { ok: false, code: 'too_old' };
  if (ageMs < -TOLERANCE_MS) return { ok: false, code: 'from_the_future' };
  return { ok: true, id };
}

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
