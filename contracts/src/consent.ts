import { z } from 'zod';
import { PageQuery } from './paging.ts';

export const Channel = z.enum(['email', 'sms']);
export type Channel = z.infer<typeof Channel>;

/** `service` answers or serves somebody; `marketing` wants to sell. An agreement to marketing covers service too. */
export const Purpose = z.enum(['service', 'marketing']);
export type Purpose = z.infer<typeof Purpose>;

export const OptOutScope = z.enum(['all', 'marketing']);
export type OptOutScope = z.infer<typeof OptOutScope>;

export const OptOutSource = z.enum([
  'keyword',
  'link',
  'one_click',
  'by_hand',
  'hard_bounce',
  'complaint',
  'provider',
]);
export type OptOutSource = z.infer<typeof OptOutSource>;

/** What the gate looked at, in the order it looked. Words hold no personal data: they stand in receipts and logs. */
export const GateCheck = z
  .object({
    check: z.enum([
      'in_time',
      'address',
      'keyword',
      'own_test',
      'opt_out',
      'permission',
      'stop_switch',
      'hold',
      'place',
      'hours',
      'blackout',
      'frequency',
    ]),
    passed: z.boolean(),
    words: z.string(),
  })
  .meta({ id: 'GateCheck' });
export type GateCheck = z.infer<typeof GateCheck>;

/** Why a message may not leave, for good. */
export const RefusalCode = z.enum([
  'too_late',
  'address_unusable',
  'opted_out',
  'no_permission',
  'place_unknown',
]);
export type RefusalCode = z.infer<typeof RefusalCode>;

/** Why a message may not leave yet. */
export const LaterCode = z.enum(['stop_switch', 'on_hold', 'quiet_hours', 'blackout_day', 'frequency_cap']);
export type LaterCode = z.infer<typeof LaterCode>;

/** The gate's answer. `atMs` is the first instant at which the same question is answered with `send`, as far as is known now. */
export const GateDecision = z
  .discriminatedUnion('verdict', [
    z.object({ verdict: z.literal('send'), checks: z.array(GateCheck) }),
    z.object({
      verdict: z.literal('later'),
      code: LaterCode,
      atMs: z.number(),
      words: z.string(),
      checks: z.array(GateCheck),
    }),
    z.object({
      verdict: z.literal('refused'),
      code: RefusalCode,
      words: z.string(),
      checks: z.array(GateCheck),
    }),
  ])
  .meta({ id: 'GateDecision' });
export type GateDecision = z.infer<typeof GateDecision>;

/** What somebody agreed to, for one address, with the wording they saw. */
export const Permission = z
  .object({
    id: z.uuid(),
    version: z.int(),
    personId: z.uuid(),
    channel: Channel,
    purpose: Purpose,
    address: z.string(),
    textVersion: z.string(),
    textShown: z.string(),
    proof: z.record(z.string(), z.unknown()),
    givenAt: z.iso.datetime(),
    withdrawnAt: z.iso.datetime().nullable(),
    awaitsYes: z.boolean().describe('does not count before the phone itself says YES'),
  })
  .meta({ id: 'Permission' });
export type Permission = z.infer<typeof Permission>;

/** That no messages are wanted at an address. */
export const OptOut = z
  .object({
    id: z.uuid(),
    channel: Channel,
    address: z.string(),
    scope: OptOutScope,
    source: OptOutSource,
    since: z.iso.datetime(),
    liftedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'OptOut' });
export type OptOut = z.infer<typeof OptOut>;

export const OptOutsQuery = PageQuery.extend({
  channel: Channel.optional(),
  address: z.string().trim().min(3).max(254).optional().describe('the opt-outs of this address or number'),
  standing: z.stringbool().default(true).describe('false: those that were lifted'),
});
export type OptOutsQuery = z.infer<typeof OptOutsQuery>;

/** An address that wants no messages, of somebody known or not. */
export const NewSuppression = z
  .strictObject({
    channel: Channel,
    address: z.string().trim().min(3).max(254),
    scope: OptOutScope,
  })
  .meta({ id: 'NewSuppression' });
export type NewSuppression = z.infer<typeof NewSuppression>;

export const ConsentOfPerson = z
  .object({ permissions: z.array(Permission), optOuts: z.array(OptOut) })
  .meta({ id: 'ConsentOfPerson' });
export type ConsentOfPerson = z.infer<typeof ConsentOfPerson>;

/** Consent that was given by word or on paper, noted by somebody of the firm. */
export const NewPermission = z
  .strictObject({
    channel: Channel,
    purpose: Purpose,
    address: z.string().trim().min(3).max(254).describe('one of the addresses or numbers of the person'),
    textShown: z.string().trim().min(10).max(2000).describe('what they were told or read when they agreed'),
    how: z.enum(['paper', 'phone', 'in_person']),
  })
  .meta({ id: 'NewPermission' });
export type NewPermission = z.infer<typeof NewPermission>;

export const NewOptOut = z
  .strictObject({
    channel: Channel,
    address: z.string().trim().min(3).max(254).describe('one of the addresses or numbers of the person'),
    scope: OptOutScope,
  })
  .meta({ id: 'NewOptOut' });
export type NewOptOut = z.infer<typeof NewOptOut>;
