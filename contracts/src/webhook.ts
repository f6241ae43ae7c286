import { z } from 'zod';
import { PageQuery, pageOf, Version } from './paging.ts';
import { EVENT_KINDS, type EventKind } from './automation/events.ts';

/** Events that are the product's own errands. */
const INTERNAL: readonly EventKind[] = ['webhook.ordered'];
/** The events that an endpoint may ask for. */
export const WEBHOOK_EVENT_KINDS: readonly EventKind[] = EVENT_KINDS.filter(
  (kind) => !INTERNAL.includes(kind),
);

const Url = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .describe('a public https address; redirects are not followed');
const Description = z.string().trim().min(1).max(120);
const EventKinds = z
  .array(z.enum(WEBHOOK_EVENT_KINDS))
  .max(WEBHOOK_EVENT_KINDS.length)
  .describe('an empty list: only what automations send by a step');

export const NewWebhookEndpoint = z
  .strictObject({ url: Url, description: Description, eventKinds: EventKinds })
  .meta({ id: 'NewWebhookEndpoint' });
export type NewWebhookEndpoint = z.infer<typeof NewWebhookEndpoint>;

export const WebhookEndpointChanges = z
  .strictObject({
    url: Url.optional(),
    description: Description.optional(),
    eventKinds: EventKinds.optional(),
    version: Version,
  })
  .meta({ id: 'WebhookEndpointChanges' });
export type WebhookEndpointChanges = z.infer<typeof WebhookEndpointChanges>;

export const SecretRotation = z
  .strictObject({
    version: Version,
    overlapHours: z
      .int()
      .min(0)
      .max(168)
      .default(24)
      .describe('so long both secrets sign, so that the receiver can change without a gap'),
  })
  .meta({ id: 'SecretRotation' });
export type SecretRotation = z.infer<typeof SecretRotation>;

export const EndpointEnabling = z
  .strictObject({
    version: Version,
    from: z
      .enum(['where_it_stopped', 'now'])
      .describe('whether it is told what happened while it was disabled'),
  })
  .meta({ id: 'EndpointEnabling' });
export type EndpointEnabling = z.infer<typeof EndpointEnabling>;

/** `gone`: it answered 410; `failing`: nothing but failures for three days. */
export const DisabledWhy = z.enum(['by_hand', 'failing', 'gone']);
export type DisabledWhy = z.infer<typeof DisabledWhy>;

export const WebhookEndpoint = z
  .object({
    id: z.uuid(),
    version: z.int(),
    url: z.string(),
    description: z.string(),
    eventKinds: z.array(z.string()),
    failingSince: z.iso.datetime().nullable(),
    disabledAt: z.iso.datetime().nullable(),
    disabledWhy: DisabledWhy.nullable(),
    oldSecretUntil: z.iso.datetime().nullable().describe('the secret before still signs until then'),
  })
  .meta({ id: 'WebhookEndpoint' });
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;

export const WebhookEndpointList = z
  .object({ items: z.array(WebhookEndpoint) })
  .meta({ id: 'WebhookEndpointList' });

/** The only answers that hold the secret. */
export const WebhookEndpointWithSecret = WebhookEndpoint.extend({
  secret: z.string().describe('keep it now: it is not shown again'),
}).meta({ id: 'WebhookEndpointWithSecret' });
export type WebhookEndpointWithSecret = z.infer<typeof WebhookEndpointWithSecret>;

/** What is sent by hand is sent once; how it went is in the endpoint's log under this id. */
export const WebhookOrdered = z.object({ messageId: z.uuid() }).meta({ id: 'WebhookOrdered' });
export type WebhookOrdered = z.infer<typeof WebhookOrdered>;

export const WebhookAttempt = z
  .object({
    id: z.uuid(),
    messageId: z.uuid().describe('the `webhook-id`, the same for every attempt'),
    type: z.string(),
    personId: z.uuid().nullable(),
    replay: z.boolean(),
    at: z.iso.datetime(),
    durationMs: z.int(),
    status: z.int().nullable().describe('of the answer; null when there was none'),
    errorCode: z.string().nullable().describe('null: it was taken'),
  })
  .meta({ id: 'WebhookAttempt' });
export type WebhookAttempt = z.infer<typeof WebhookAttempt>;

export const WebhookAttemptsQuery = PageQuery.extend({
  outcome: z.enum(['taken', 'failed']).optional(),
  type: z.string().min(1).max(100).optional().describe('e.g. `lead.created`, `automation.step` or `ping`'),
});
export type WebhookAttemptsQuery = z.infer<typeof WebhookAttemptsQuery>;

/** What the receiver was sent, but for its signature: ids and kinds, nothing that stands in records. */
export const WebhookMessage = z
  .object({
    type: z.string(),
    timestamp: z.iso.datetime(),
    data: z.record(z.string(), z.unknown()),
    replay: z.literal(true).optional(),
  })
  .meta({ id: 'WebhookMessage' });
export type WebhookMessage = z.infer<typeof WebhookMessage>;

const SourceName = z.string().trim().min(1).max(120);

/** A system that may call us; what it says starts automations. */
export const NewWebhookSource = z
  .strictObject({
    name: SourceName,
    bookId: z.uuid().describe('where people land whom nobody knows yet'),
    leadSourceId: z.uuid().describe('the source of their inquiry'),
  })
  .meta({ id: 'NewWebhookSource' });
export type NewWebhookSource = z.infer<typeof NewWebhookSource>;

export const WebhookSourceChanges = z
  .strictObject({
    name: SourceName.optional(),
    disabled: z.boolean().optional(),
    version: Version,
  })
  .meta({ id: 'WebhookSourceChanges' });
export type WebhookSourceChanges = z.infer<typeof WebhookSourceChanges>;

export const WebhookSource = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    url: z.string().describe('where it calls'),
    bookId: z.uuid(),
    leadSourceId: z.uuid(),
    disabledAt: z.iso.datetime().nullable(),
    oldSecretUntil: z.iso.datetime().nullable().describe('the secret before is still taken until then'),
  })
  .meta({ id: 'WebhookSource' });
export type WebhookSource = z.infer<typeof WebhookSource>;

export const WebhookSourceList = z
  .object({ items: z.array(WebhookSource) })
  .meta({ id: 'WebhookSourceList' });

/** The only answers that hold the secret. */
export const WebhookSourceWithSecret = WebhookSource.extend({
  secret: z.string().describe('keep it now: it is not shown again'),
}).meta({ id: 'WebhookSourceWithSecret' });
export type WebhookSourceWithSecret = z.infer<typeof WebhookSourceWithSecret>;

/** One call that was taken. What it said of the person stays sealed beside it. */
export const WebhookSourceCall = z
  .object({
    id: z.uuid(),
    messageId: z.string().describe('the `webhook-id` that the caller gave'),
    at: z.iso.datetime(),
    personId: z.uuid().nullable(),
    verdict: z.enum(['new_person', 'known_person']).nullable(),
  })
  .meta({ id: 'WebhookSourceCall' });
export type WebhookSourceCall = z.infer<typeof WebhookSourceCall>;
export const WebhookSourceCallPage = pageOf(WebhookSourceCall, 'WebhookSourceCallPage');

const Given = z.string().trim().min(1).max(100);
/**
 * What another system tells us. It names a person and adds nothing to one whom we know; owner, consent and stage are not its
 * to set, so there is no field for them.
 */
export const WebhookCall = z.strictObject({
  person: z
    .strictObject({
      id: z.uuid().optional(),
      email: z.email().max(254).optional(),
      phone: z.string().min(5).max(40).optional(),
      firstName: Given.optional(),
      lastName: Given.optional(),
      state: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .optional(),
    })
    .refine(({ id, email, phone }) => id ?? email ?? phone, 'name the person by id, email or phone'),
});
export type WebhookCall = z.infer<typeof WebhookCall>;

export const WebhookTaken = z.object({
  outcome: z.enum(['taken', 'already_taken']),
  receiptId: z.uuid(),
});
export type WebhookTaken = z.infer<typeof WebhookTaken>;
