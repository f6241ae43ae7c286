import { z } from 'zod';

export const ChannelEnd = z
  .object({
    mode: z
      .enum(['sandbox', 'real'])
      .describe('`sandbox`: nothing leaves this machine; `real`: people receive what is sent'),
    opens: z.url().nullable().describe('where what was sent to the sandbox is read; null when it is real'),
  })
  .meta({ id: 'ChannelEnd' });
export type ChannelEnd = z.infer<typeof ChannelEnd>;

/** Where the messages of each channel end up. What is not known to be a sandbox counts as real. */
export const ChannelEnds = z.object({ email: ChannelEnd, sms: ChannelEnd }).meta({ id: 'ChannelEnds' });
export type ChannelEnds = z.infer<typeof ChannelEnds>;
