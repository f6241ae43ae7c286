import { z } from 'zod';
import { Version } from './paging.ts';
import { FirmSettings } from './firm-settings.ts';
import { StateHours } from './state-hours.ts';

const { shape } = FirmSettings;
/** What a firm decides about its messages; the rest of its settings is no matter of sending. */
const rules = {
  stopSending: shape.stopSending,
  blackoutDays: shape.blackoutDays,
  sendingHours: shape.sendingHours,
  stateHours: shape.stateHours,
  maxTextsPerDay: shape.maxTextsPerDay,
  maxTextsPerWeek: shape.maxTextsPerWeek,
  maxEmailsPerDay: shape.maxEmailsPerDay,
  maxEmailsPerWeek: shape.maxEmailsPerWeek,
  conversationMinutes: shape.conversationMinutes,
  keywordAnswers: shape.keywordAnswers,
  emailDomain: shape.emailDomain,
  smsFrom: shape.smsFrom,
  smsNumbers: shape.smsNumbers,
  archiveAddress: shape.archiveAddress,
};

/** Whether a setting of the firm is a rule of sending: those have a writer of their own, that checks them and holds the numbers. */
export const isSendingRule = (setting: string): boolean => Object.hasOwn(rules, setting);

/** What a change may name; without the defaults, so that what is left out stays as it is. */
const changes = Object.fromEntries(
  Object.entries(rules).map(([name, schema]) => [name, schema.unwrap().optional()]),
) as { [K in keyof typeof rules]: z.ZodOptional<ReturnType<(typeof rules)[K]['unwrap']>> }; // the entries of `rules`, key by key

export const SendingRulesChanges = z
  .strictObject({
    ...changes,
    version: Version,
    reason: z
      .string()
      .trim()
      .min(3)
      .max(500)
      .optional()
      .describe("kept in the firm's history; needed for hours of a state that are longer than its default"),
  })
  .meta({ id: 'SendingRulesChanges' });
export type SendingRulesChanges = z.infer<typeof SendingRulesChanges>;

/** How the firm sends, and what its archive is still owed. */
export const SendingRules = z
  .object({
    version: z.int(),
    ...rules,
    stateHoursByDefault: z
      .array(StateHours)
      .describe('where a state has hours of its own: secondary sources, read the strictest way'),
    archiveOwed: z.int().describe('messages that left and whose copy the archive has not taken yet'),
    archiveOwedSince: z.iso.datetime().nullable(),
  })
  .meta({ id: 'SendingRules' });
export type SendingRules = z.infer<typeof SendingRules>;

/** The stop switch needs no version: who pulls it must not be told that somebody else was first. */
export const StopSwitch = z
  .strictObject({ on: z.boolean(), reason: z.string().trim().min(3).max(500) })
  .meta({ id: 'StopSwitch' });
export type StopSwitch = z.infer<typeof StopSwitch>;
