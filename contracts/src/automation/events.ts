import { z } from 'zod';

/*
 * Payloads stand in the outbox for ever, travel to webhooks and into workflow histories, so a field is an id, an enum, a
 * number, a flag or an instant. Never a person's words, name, address or birth date. The event's subject (the person) and
 * its instant are columns of the outbox and are not repeated here.
 */
const Id = z.uuid();
const Instant = z.iso.datetime({ offset: true });
/** A machine's word: stable, lower case, never shown to a client. */
export const Code = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'lower-case letters, digits and _ only');
const FieldName = z.string().regex(/^[A-Za-z][A-Za-z0-9.]{0,79}$/, 'the name of a field');

export const LeadStage = z.enum(['new', 'contacted', 'meeting_booked', 'proposal', 'won', 'lost']);
export const MessageChannel = z.enum(['email', 'sms']);
export const MessagePurpose = z.enum(['service', 'marketing']);
/** The dates a firm is told of; the same words as in `person_milestone`. */
export const MilestoneKind = z.enum(['birthday', 'age_59_half', 'review_due', 'no_contact_90_days']);
/** How a permission to write came to an end. */
export const WithdrawalSource = z.enum([
  'keyword',
  'link',
  'one_click',
  'by_hand',
  'hard_bounce',
  'complaint',
  'provider',
]);
/** What an inbound text says when it is a keyword; `none` for a text that is to be read. */
export const TextKeyword = z.enum(['none', 'stop', 'start', 'help', 'yes']);
/** The records whose single fields are watched. */
export const WatchedRecord = z.enum([
  'person',
  'lead',
  'client',
  'household',
  'task',
  'meeting',
  'document_request',
]);

const meeting = { meetingId: Id, startsAt: Instant, endsAt: Instant, hostId: Id.nullable() };
const message = { deliveryId: Id, channel: MessageChannel, purpose: MessagePurpose };
const documentRequest = z.strictObject({ requestId: Id });

/**
 * Every kind of event the outbox may hold. `label` completes "when ..." in the studio; `keyField` is the field that tells
 * one occurrence from another, so that a step can wait for the end of the very thing it began.
 */
export const EVENT_CATALOGUE = {
  'person.created': { label: 'a person is added', payload: z.strictObject({}) },
  'lead.created': {
    label: 'a lead comes in',
    payload: z.strictObject({ leadId: Id, sourceId: Id, ownerId: Id.nullable(), formId: Id.nullable() }),
    keyField: 'leadId',
  },
  'form.submitted': {
    label: 'a form is sent in',
    payload: z.strictObject({
      submissionId: Id,
      formId: Id,
      leadId: Id.nullable(),
      verdict: z.enum(['lead', 'known_person']),
    }),
    keyField: 'submissionId',
  },
  'stage.changed': {
    label: 'a lead moves to another stage',
    payload: z.strictObject({ leadId: Id, from: LeadStage, to: LeadStage }),
    keyField: 'leadId',
  },
  'client.created': {
    label: 'a person becomes a client',
    payload: z.strictObject({ clientId: Id, leadId: Id.nullable() }),
    keyField: 'clientId',
  },
  'tag.added': { label: 'a tag is added', payload: z.strictObject({ tagId: Id }), keyField: 'tagId' },
  'tag.removed': { label: 'a tag is removed', payload: z.strictObject({ tagId: Id }), keyField: 'tagId' },
  // the field's name only: what it changed to is a fact, read when it is needed
  'field.changed': {
    label: 'a field changes',
    payload: z.strictObject({ record: WatchedRecord, field: FieldName, recordId: Id.optional() }),
  },
  'note.added': { label: 'a note is added', payload: z.strictObject({ noteId: Id }), keyField: 'noteId' },
  'email.received': {
    label: 'an email arrives',
    payload: z.strictObject({
      communicationId: Id,
      threadId: Id,
      inReplyTo: Id.nullable().describe('our message that it answers'),
    }),
    keyField: 'inReplyTo',
  },
  'email.bounced': {
    label: 'an email cannot be delivered',
    payload: z.strictObject({ deliveryId: Id, permanent: z.boolean() }),
    keyField: 'deliveryId',
  },
  'sms.received': {
    label: 'a text arrives',
    payload: z.strictObject({ communicationId: Id, threadId: Id, keyword: TextKeyword }),
    keyField: 'threadId',
  },
  'meeting.booked': { label: 'a meeting is booked', payload: z.strictObject(meeting), keyField: 'meetingId' },
  'meeting.moved': {
    label: 'a meeting is moved',
    payload: z.strictObject({ ...meeting, previousStartsAt: Instant }),
    keyField: 'meetingId',
  },
  'meeting.cancelled': {
    label: 'a meeting is cancelled',
    payload: z.strictObject(meeting),
    keyField: 'meetingId',
  },
  'meeting.noShow': {
    label: 'somebody does not come to a meeting',
    payload: z.strictObject(meeting),
    keyField: 'meetingId',
  },
  'meeting.ended': { label: 'a meeting ends', payload: z.strictObject(meeting), keyField: 'meetingId' },
  'document.requested': { label: 'a document is asked for', payload: documentRequest, keyField: 'requestId' },
  'document.received': { label: 'a document comes in', payload: documentRequest, keyField: 'requestId' },
  'document.waived': {
    label: 'a document is no longer needed',
    payload: documentRequest,
    keyField: 'requestId',
  },
  'task.completed': { label: 'a task is done', payload: z.strictObject({ taskId: Id }), keyField: 'taskId' },
  'task.overdue': { label: 'a task is overdue', payload: z.strictObject({ taskId: Id }), keyField: 'taskId' },
  // not the day itself: the day somebody turns 59 1/2 is a birth date, and events are kept
  'date.due': { label: 'a date comes up', payload: z.strictObject({ milestone: MilestoneKind }) },
  'consent.given': {
    label: 'somebody agrees to messages',
    payload: z.strictObject({ permissionId: Id, channel: MessageChannel, purpose: MessagePurpose }),
  },
  'consent.withdrawn': {
    label: 'somebody opts out',
    payload: z.strictObject({
      channel: MessageChannel,
      scope: z.enum(['all', 'marketing']),
      source: WithdrawalSource,
    }),
  },
  'message.ordered': {
    label: 'somebody writes a message',
    payload: z.strictObject({ orderId: Id }),
    keyField: 'orderId',
  },
  'message.sent': { label: 'a message leaves', payload: z.strictObject(message), keyField: 'deliveryId' },
  'message.refused': {
    label: 'a message is not sent',
    payload: z.strictObject({ ...message, reason: Code }),
    keyField: 'deliveryId',
  },
  'enrolment.ended': {
    label: 'an automation ends for somebody',
    payload: z.strictObject({
      enrolmentId: Id,
      automationId: Id,
      callId: Id.nullable().describe('the call of the automation that waits for it'),
      outcome: Code,
    }),
    keyField: 'callId',
  },
  'approval.decided': {
    label: 'an approval is given or refused',
    payload: z.strictObject({ approvalId: Id, decision: z.enum(['approved', 'rejected']) }),
    keyField: 'approvalId',
  },
  manual: {
    label: 'somebody is added by hand',
    payload: z.strictObject({ automationId: Id, requestId: Id }),
  },
  automation: {
    label: 'another automation asks for it',
    payload: z.strictObject({ automationId: Id, callId: Id, byAutomationId: Id }),
  },
  webhook: {
    label: 'another system calls',
    payload: z.strictObject({ webhookId: Id, receiptId: Id }),
    keyField: 'receiptId',
  },
  // its subject is the endpoint, not a person
  'webhook.ordered': {
    label: 'somebody asks for a webhook by hand',
    payload: z.strictObject({
      endpointId: Id,
      messageId: Id,
      attemptId: Id.nullable().describe('the attempt whose message is sent again; null for a test'),
    }),
    keyField: 'messageId',
  },
} as const satisfies Record<string, { label: string; payload: z.ZodObject; keyField?: string }>;

export type EventKind = keyof typeof EVENT_CATALOGUE;
export type EventPayload<K extends EventKind> = z.infer<(typeof EVENT_CATALOGUE)[K]['payload']>;

export const EVENT_KINDS: readonly EventKind[] = Object.keys(EVENT_CATALOGUE).filter(isEventKind);

export function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(EVENT_CATALOGUE, kind);
}

/** The schema that every payload of this kind meets; strict, so that a field nobody declared never enters the outbox. */
export function eventPayload(kind: EventKind): z.ZodObject {
  return EVENT_CATALOGUE[kind].payload;
}

/** The field whose value tells occurrences of this kind apart, or undefined where none does. */
export function eventKeyField(kind: EventKind): string | undefined {
  const entry: { readonly label: string; readonly keyField?: string } = EVENT_CATALOGUE[kind];
  return entry.keyField;
}

/**
 * The payload as a run hears it: with `key` set to the value of the kind's key field, which is what a wait for one
 * particular thing compares with. Kinds without a key field, and kinds not in the catalogue, stay as they are.
 */
export function eventData<T>(kind: string, payload: Readonly<Record<string, T>>): Record<string, T> {
  const field = isEventKind(kind) ? eventKeyField(kind) : undefined;
  const key = field === undefined ? undefined : payload[field];
  return key === undefined ? { ...payload } : { ...payload, key };
}

export type EventFieldType = 'id' | 'choice' | 'number' | 'boolean' | 'instant' | 'code';
export interface EventField {
  readonly name: string;
  readonly type: EventFieldType;
  readonly choices?: readonly string[];
  /** may be null or absent: a comparison with it is then unknown, which is not true */
  readonly optional: boolean;
}

/** The fields of a kind that a condition may read as `event.<name>`. */
export function eventFields(kind: EventKind): readonly EventField[] {
  return Object.entries(eventPayload(kind).shape).map(([name, schema]) => fieldOf(name, schema));
}

function fieldOf(name: string, schema: z.core.$ZodType, optional = false): EventField {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return fieldOf(name, schema.unwrap(), true);
  if (schema instanceof z.ZodEnum)
    return { name, type: 'choice', choices: schema.options.map(String), optional };
  if (schema instanceof z.ZodUUID) return { name, type: 'id', optional };
  if (schema instanceof z.ZodBoolean) return { name, type: 'boolean', optional };
  if (schema instanceof z.ZodNumber) return { name, type: 'number', optional };
  if (schema instanceof z.ZodISODateTime) return { name, type: 'instant', optional };
  return { name, type: 'code', optional };
}
