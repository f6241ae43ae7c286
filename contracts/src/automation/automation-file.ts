import { z } from 'zod';
import { DraftDefinition } from './definition.ts';

const Text = (max: number) => z.string().min(1).max(max);
export const TemplateKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'lower-case letters, digits and dashes');

/** A message's words as their author wrote them, with Liquid placeholders. */
export const TemplateText = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('email'), name: Text(120), subject: Text(300), html: Text(100_000) }),
  z.strictObject({ channel: z.literal('sms'), name: Text(120), text: Text(1_600) }),
]);
export type TemplateText = z.infer<typeof TemplateText>;

/** An automation as a file that people can read, keep and hand on: the drawing, and the words it sends. */
export const AutomationFile = z
  .strictObject({
    format: z.literal('retirement-advisor-pro/automation'),
    version: z.literal(1),
    automation: DraftDefinition,
    templates: z.record(TemplateKey, TemplateText),
  })
  .meta({ id: 'AutomationFile' });
export type AutomationFile = z.infer<typeof AutomationFile>;
