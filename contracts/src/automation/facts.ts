import type { MilestoneKind } from './events.ts';

/** `instant` is an ISO string in UTC, `date` is `YYYY-MM-DD`, `id` names a record of the firm, `list` holds such ids. */
export type FactType = 'text' | 'number' | 'date' | 'instant' | 'boolean' | 'choice' | 'id' | 'list';

/** What an id stands for, so that names can be shown and choices offered. */
export type Reference =
  'user' | 'tag' | 'lead_source' | 'lead_form' | 'automation' | 'webhook_in' | 'webhook_out' | 'template';

export interface FactInfo {
  /** as it reads in a sentence: "*state* is OH" */
  readonly label: string;
  readonly type: FactType;
  /** receipts keep the value sealed: it says something about the person that most readers of a log need not know */
  readonly sensitive: boolean;
  /** the record it is read from; `meeting`, `lead` and `client` may not exist, and then the fact is unknown */
  readonly source:
    'person' | 'lead' | 'client' | 'meeting' | 'task' | 'document_request' | 'permission' | 'contact';
  readonly choices?: readonly string[];
  readonly refersTo?: Reference;
  /** what it means when a yes-or-no fact is yes, as a clause: "they are a client" */
  readonly clause?: string;
}

const fact = (
  source: FactInfo['source'],
  label: string,
  type: FactType,
  more: Partial<Pick<FactInfo, 'sensitive' | 'choices' | 'refersTo' | 'clause'>> = {},
): FactInfo => ({ label, type, source, sensitive: false, ...more });

const agreed = (to: string): FactInfo =>
  fact('permission', `agreement to ${to}`, 'boolean', { clause: `they have agreed to ${to}` });

/**
 * Every fact that a condition, a wait for a date or a filter may read. A fact is read when a step needs it, never stored in
 * a run; one that cannot be read is unknown, and unknown goes to "otherwise".
 */
export const FACT_CATALOGUE = {
  'person.firstName': fact('person', 'first name', 'text', { sensitive: true }),
  'person.lastName': fact('person', 'last name', 'text', { sensitive: true }),
  'person.language': fact('person', 'language', 'choice', { choices: ['en', 'es'] }),
  'person.preferredChannel': fact('person', 'preferred way of contact', 'choice', {
    choices: ['email', 'sms', 'phone'],
  }),
  'person.state': fact('person', 'state', 'text'),
  'person.timeZone': fact('person', 'time zone', 'text'),
  'person.age': fact('person', 'age', 'number', { sensitive: true }),
  'person.nextBirthday': fact('person', 'next birthday', 'date', { sensitive: true }),
  'person.reviewDueOn': fact('person', 'day of the next review', 'date', { sensitive: true }),
  'person.hasEmail': fact('person', 'having an email address', 'boolean', {
    clause: 'they have an email address',
  }),
  'person.canText': fact('person', 'having a phone that takes texts', 'boolean', {
    clause: 'they have a phone that takes texts',
  }),
  'person.ownerId': fact('person', 'advisor', 'id', { refersTo: 'user' }),
  'person.tags': fact('person', 'tags', 'list', { refersTo: 'tag' }),
  'contact.lastAt': fact('contact', 'last contact', 'instant'),
  'contact.daysSince': fact('contact', 'days since the last contact', 'number'),
  'client.isClient': fact('person', 'being a client', 'boolean', { clause: 'they are a client' }),
  'client.since': fact('client', 'client since', 'date'),
  'lead.stage': fact('lead', 'stage of the newest lead', 'choice', {
    choices: ['new', 'contacted', 'meeting_booked', 'proposal', 'won', 'lost'],
  }),
  'lead.sourceId': fact('lead', 'source of the newest lead', 'id', { refersTo: 'lead_source' }),
  'lead.campaign': fact('lead', 'campaign of the newest lead', 'text'),
  'lead.ageDays': fact('lead', 'days since the newest lead came in', 'number'),
  'meeting.nextStartsAt': fact('meeting', 'start of the next meeting', 'instant'),
  'meeting.lastEndedAt': fact('meeting', 'end of the last meeting', 'instant'),
  'tasks.open': fact('task', 'open tasks', 'number'),
  'tasks.overdue': fact('task', 'overdue tasks', 'number'),
  'documents.outstanding': fact('document_request', 'documents still to come', 'number'),
  'consent.email.service': agreed('service emails'),
  'consent.email.marketing': agreed('marketing emails'),
  'consent.sms.service': agreed('service texts'),
  'consent.sms.marketing': agreed('marketing texts'),
} as const satisfies Record<string, FactInfo>;

export type FactName = keyof typeof FACT_CATALOGUE;

export function isFactName(name: string): name is FactName {
  return Object.hasOwn(FACT_CATALOGUE, name);
}

/** What is known about a fact, or undefined when there is none of that name. */
export function factInfo(name: string): FactInfo | undefined {
  return isFactName(name) ? FACT_CATALOGUE[name] : undefined;
}

/** The milestones as they read in a sentence. */
export const MILESTONE_LABELS: Record<(typeof MilestoneKind.options)[number], string> = {
  birthday: 'birthday',
  age_59_half: 'turning 59 1/2',
  review_due: 'the day of the review',
  no_contact_90_days: '90 days without contact',
};
