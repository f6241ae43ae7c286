import { z } from 'zod';

const Times = z.int().min(1).max(1000).default(1);

/** What the mail server is asked to do wrong. */
export const MailFault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reject'),
    at: z.enum(['rcpt', 'data']),
    code: z.int().min(400).max(599),
    text: z.string().max(200).default('Refused on demand'),
    times: Times,
  }),
  z.strictObject({
    kind: z.literal('drop'),
    when: z
      .enum(['before_data', 'after_data'])
      .describe('after_data: the message is taken, and the connection breaks before the answer'),
    times: Times,
  }),
  z.strictObject({ kind: z.literal('delay'), delayMs: z.int().min(1).max(60_000), times: Times }),
]);
export type MailFault = z.infer<typeof MailFault>;
