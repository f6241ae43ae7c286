import { z } from 'zod';
import { Day } from './day.ts';
import { StateHours } from './state-hours.ts';

/** What a firm decides for itself. Every option has a default that is the careful one. */
export const FirmSettings = z
  .strictObject({
    fourEyes: z
      .boolean()
      .default(true)
      .describe('somebody other than the author approves automations and templates before they go live'),
    requireSecondFactor: z
      .boolean()
      .default(false)
      .describe('who signs in by password has a second factor, or sets one up before the first page'),
    allowTestDurations: z.boolean().default(false).describe('automations may wait seconds; for trials only'),
    stopSending: z.boolean().default(false).describe('the stop switch: nothing leaves while it is on'),
    blackoutDays: z.array(Day).max(366).default([]).describe('days on which nothing is sent'),
    sendingHours: z
      .enum(['by_place', 'safe'])
      .default('by_place')
      .describe(
        'texts keep to the hours of wherever the person may be, or to week days 10 to 18 for everybody',
      ),
    stateHours: z
      .array(StateHours)
      .max(60)
      .default([])
      .describe("hours of states as the firm's counsel reads them, instead of the default of each"),
    maxTextsPerDay: z.int().min(1).max(50).default(3).describe('to one person'),
    maxTextsPerWeek: z.int().min(1).max(200).default(8).describe('to one person, in seven days'),
    maxEmailsPerDay: z.int().min(1).max(50).default(3).describe('to one person'),
    maxEmailsPerWeek: z.int().min(1).max(200).default(10).describe('to one person, in seven days'),
    conversationMinutes: z
      .int()
      .min(0)
      .max(1440)
      .default(0)
      .describe('so long after somebody wrote, a service text may answer at any hour; 0 for never'),
    keywordAnswers: z
      .enum(['provider', 'own'])
      .default('provider')
      .describe(
        'who answers STOP, START and HELP: the text provider, as it does unless told otherwise, or we',
      ),
    retentionYears: z
      .int()
      .min(5)
      .max(100)
      .default(6)
      .describe(
        'so long, from the end of the year, the youngest record stands before the firm may be erased; state rules may ask for more',
      ),
    emailDomain: z
      .string()
      .max(253)
      .default('')
      .describe('the domain that mail is sent from and replies come to'),
    smsFrom: z
      .string()
      .max(40)
      .default('')
      .describe('the number (E.164) or messaging service that texts come from'),
    smsNumbers: z
      .array(z.string().regex(/^\+[1-9]\d{6,14}$/, 'write it as +12165550100'))
      .max(100)
      .default([])
      .describe('the numbers of the messaging service: texts to them are ours'),
    firstStepsClosed: z
      .boolean()
      .default(false)
      .describe('the list of what a new firm does first is not shown any more'),
    archiveAddress: z
      .union([z.literal(''), z.email()])
      .default('')
      .describe('gets a copy of every e-mail and text that leaves; empty for no archive'),
  })
  .meta({ id: 'FirmSettings' });
export type FirmSettings = z.infer<typeof FirmSettings>;
