/** One field of a record as it was and as it became, as the history of the record keeps it. */
export interface ChangedField {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ChangeNames {
  readonly user: (id: string) => string | undefined;
  readonly book: (id: string) => string | undefined;
  readonly leadSource: (id: string) => string | undefined;
}

type Told = (value: unknown) => string | undefined;
interface FieldWords {
  readonly name: string;
  readonly value: 'text' | 'day' | 'user' | 'book' | 'leadSource' | Readonly<Record<string, string>>;
}

export const LEAD_STAGE_WORDS = {
  new: 'New',
  contacted: 'Contacted',
  meeting_booked: 'Meeting booked',
  proposal: 'Proposal',
  won: 'Won',
  lost: 'Lost',
} as const;

/** The fields whose change is news to a reader, by table. What is not named here is not told. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, FieldWords>>>> = {
  'app.person': {
    firstName: { name: 'First name', value: 'text' },
    lastName: { name: 'Last name', value: 'text' },
    preferredName: { name: 'Goes by', value: 'text' },
    language: { name: 'Language', value: { en: 'English', es: 'Spanish' } },
    preferredChannel: { name: 'Preferred way', value: { email: 'email', sms: 'text', phone: 'phone' } },
    timeZone: { name: 'Time zone', value: 'text' },
    addressLine: { name: 'Street', value: 'text' },
    city: { name: 'City', value: 'text' },
    state: { name: 'State', value: 'text' },
    postalCode: { name: 'ZIP code', value: 'text' },
    birthDate: { name: 'Date of birth', value: 'day' },
    reviewDue: { name: 'Next review', value: 'day' },
    ownerId: { name: 'Advisor', value: 'user' },
    bookId: { name: 'Book', value: 'book' },
  },
  'app.lead': {
    stage: { name: 'Stage', value: LEAD_STAGE_WORDS },
    ownerId: { name: 'Advisor of the lead', value: 'user' },
    sourceId: { name: 'Source', value: 'leadSource' },
  },
  'app.client': {
    status: { name: 'Client', value: { active: 'active', former: 'former' } },
    since: { name: 'Client since', value: 'day' },
  },
  'app.document_request': {
    title: { name: 'Document', value: 'text' },
    dueOn: { name: 'Day by which the document is due', value: 'day' },
    status: {
      name: 'Document',
      value: { requested: 'requested', received: 'received', waived: 'not needed' },
    },
  },
};

/** What stands for an address or number that was changed. */
const WAYS: Readonly<Record<string, string>> = {
  'app.person_email': 'An email address',
  'app.person_phone': 'A phone number',
};

const DELETED: Readonly<Record<string, string>> = {
  'app.person': 'The person',
  'app.lead': 'The lead',
  'app.client': 'The client record',
  'app.document_request': 'The request for a document',
};

/** What one change of a record means, one sentence a field; empty when a reader learns nothing from it. */
export function changeWords(
  { table, change, changes }: { table: string; change: string; changes: readonly ChangedField[] },
  names: ChangeNames,
): string[] {
  const way = WAYS[table];
  if (way) return changes.flatMap((one) => wayWords(way, one));
  const what = DELETED[table];
  if (what && change === 'delete') return [`${what} was deleted`];
  if (what && change === 'restore') return [`${what} was brought back`];
  return changes.flatMap((one) => {
    const words = FIELDS[table]?.[one.field];
    return words ? fieldWords(words, one, names) : [];
  });
}

function fieldWords(words: FieldWords, { before, after }: ChangedField, names: ChangeNames): string[] {
  const tell = teller(words.value, names);
  const [from, to] = [tell(before), tell(after)];
  if (from === to) return [];
  const verb = words.name === 'Stage' ? 'moved' : 'changed';
  if (from === undefined) return [`${words.name} set to *${to}*`];
  if (to === undefined) return [`${words.name} removed, it was *${from}*`];
  return [`${words.name} ${verb} from *${from}* to *${to}*`];
}

function teller(value: FieldWords['value'], names: ChangeNames): Told {
  if (typeof value === 'object')
    return (one) => (isGiven(one) ? (value[String(one)] ?? String(one)) : undefined);
  if (value === 'text') return (one) => (isGiven(one) ? String(one) : undefined);
  if (value === 'day') return (one) => (isGiven(one) ? dayWords(String(one)) : undefined);
  return (one) => (isGiven(one) ? (names[value](String(one)) ?? 'somebody who has left') : undefined);
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

const DAY = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});

/** "Mar 14, 1962" of `1962-03-14`; a day has no zone. */
function dayWords(day: string): string {
  const at = Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(at) ? day : DAY.format(at);
}

function wayWords(way: string, { field, before, after }: ChangedField): string[] {
  switch (field) {
    case 'removedAt':
      return [`${way} was ${after === null ? 'brought back' : 'removed'}`];
    case 'isPrimary':
      return after === true ? [`${way} became the primary one`] : [];
    case 'label':
      return [`${way} is called *${String(after)}* now, it was *${String(before)}*`];
    case 'bouncedAt':
      return [after === null ? `${way} can be written to again` : `${way} was found not to take mail`];
    case 'canText':
      return [`${way} ${after === true ? 'takes texts again' : 'was found to take no texts'}`];
    default:
      return [];
  }
}
