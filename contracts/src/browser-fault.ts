import { z } from 'zod';

/** A fault of a page, as its browser met it: where it was thrown, and nothing of what the page held. */
export const BrowserFault = z
  .strictObject({
    name: z.string().max(100).describe('of the error, e.g. `TypeError`'),
    frames: z.array(z.string().max(300)).max(10).describe('function, file, line; innermost first'),
    page: z
      .string()
      .max(200)
      .regex(/^\/[\w/-]*$/, 'the path alone')
      .describe('without its query'),
    build: z.string().max(60).describe('which files the browser had'),
  })
  .meta({ id: 'BrowserFault' });
export type BrowserFault = z.infer<typeof BrowserFault>;

export const BrowserFaultNoted = z
  .object({ number: z.string().describe('finds it in the logs') })
  .meta({ id: 'BrowserFaultNoted' });
export type BrowserFaultNoted = z.infer<typeof BrowserFaultNoted>;
