import { z } from 'zod';

const Times = z.int().min(1).max(1000).default(1);
const ErrorCode = z.int().min(10_000).max(99_999);

/** What the Twilio stand-in is asked to do wrong. */
export const TwilioFault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rate_limited'),
    retryAfterSeconds: z.int().min(0).max(3600).default(1),
    times: Times,
  }),
  z
    .strictObject({ kind: z.literal('server_error'), times: Times })
    .describe('500, and the text was not taken'),
  z
    .strictObject({ kind: z.literal('server_error_after_act'), times: Times })
    .describe('500, though the text was taken'),
  z
    .strictObject({ kind: z.literal('hang_after_act'), times: Times })
    .describe('the text is taken and no answer ever comes'),
  z
    .strictObject({ kind: z.literal('refuse_with'), errorCode: ErrorCode, times: Times })
    .describe('400 with this code'),
  z
    .strictObject({ kind: z.literal('fail_with'), errorCode: ErrorCode, times: Times })
    .describe('taken, and then not delivered'),
  z.strictObject({ kind: z.literal('delay_webhooks'), delayMs: z.int().min(1).max(60_000), times: Times }),
  z.strictObject({ kind: z.literal('duplicate_webhooks'), times: Times }),
  z
    .strictObject({ kind: z.literal('reorder_webhooks'), times: Times })
    .describe('the next webhook comes after the one that follows it'),
]);
export type TwilioFault = z.infer<typeof TwilioFault>;
type Of<K extends TwilioFault['kind']> = Extract<TwilioFault, { kind: K }>;

/** A test for `FaultQueue.take`. */
export function isFault<K extends TwilioFault['kind']>(...kinds: readonly K[]) {
  return (fault: TwilioFault): fault is Of<K> => kinds.some((kind) => kind === fault.kind);
}
