import type { Person } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { usersQuery } from '../../parts/names.ts';
import { Card } from '../../parts/page.tsx';
import { useMay } from '../../session/session.ts';
import { BookRow } from './book-row.tsx';
import { FactRow, type Fact } from './fact-row.tsx';
import { HouseholdRow } from './household-row.tsx';
import { TagsRow } from './tags-row.tsx';
import classes from './fact-list.module.css';

const text = (field: Fact['field'], label: string, optional = true): Fact => ({
  field,
  label,
  type: 'text',
  optional,
});
const ZONES = {
  'America/New_York': 'Eastern',
  'America/Chicago': 'Central',
  'America/Denver': 'Mountain',
  'America/Phoenix': 'Arizona',
  'America/Los_Angeles': 'Pacific',
  'America/Anchorage': 'Alaska',
  'Pacific/Honolulu': 'Hawaii',
  'America/Puerto_Rico': 'Atlantic',
} as const;
const options = (of: Readonly<Record<string, string>>): { value: string; label: string }[] =>
  Object.entries(of).map(([value, label]) => ({ value, label }));
const SOURCES = {
  stated: 'As they stated it',
  address: 'From their address',
  import: 'From an import',
} as const;

/** What is known about somebody, each fact changed where it stands. */
export function FactsCard({ person }: { readonly person: Person }): React.JSX.Element {
  const mayChange = useMay('person.change');
  const users = useQuery(usersQuery);
  const advisors = (users.data?.items ?? []).map(({ id, displayName }) => ({
    value: id,
    label: displayName,
  }));
  const zones = options(ZONES);
  const other =
    person.timeZone !== null && !Object.hasOwn(ZONES, person.timeZone) ? person.timeZone : undefined;
  const facts: readonly Fact[] = [
    text('firstName', 'First name', false),
    text('lastName', 'Last name', false),
    text('preferredName', 'Goes by'),
    { field: 'birthDate', label: 'Date of birth', type: 'date', optional: true },
    { field: 'reviewDueOn', label: 'Next review', type: 'date', optional: true },
    {
      field: 'language',
      label: 'Language',
      type: 'select',
      optional: false,
      options: options({ en: 'English', es: 'Spanish' }),
    },
    {
      field: 'preferredChannel',
      label: 'Prefers',
      type: 'select',
      optional: true,
      options: options({ email: 'Email', sms: 'Text', phone: 'Phone' }),
    },
    {
      field: 'timeZone',
      label: 'Time zone',
      type: 'select',
      optional: true,
      options: other === undefined ? zones : [...zones, { value: other, label: other }],
      aside: person.timeZoneSource ? SOURCES[person.timeZoneSource] : undefined,
    },
    text('addressLine', 'Street'),
    text('city', 'City'),
    text('state', 'State'),
    text('postalCode', 'ZIP code'),
    { field: 'ownerId', label: 'Advisor', type: 'select', optional: true, options: advisors },
  ];
  return (
    <Card title="Facts" aside={mayChange ? 'Choose one to change it' : undefined}>
      <dl className={classes.facts}>
        {facts.map((fact) => (
          <FactRow key={`${person.id} ${fact.field}`} person={person} fact={fact} mayChange={mayChange} />
        ))}
        <BookRow person={person} />
        <HouseholdRow personId={person.id} />
        <TagsRow personId={person.id} mayChange={mayChange} />
      </dl>
    </Card>
  );
}
