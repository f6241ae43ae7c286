import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usePeopleNames } from '../../parts/names.ts';
import { householdQuery } from '../person-queries.ts';

const ROLES = {
  head: 'head',
  spouse: 'spouse',
  child: 'child',
  parent: 'parent',
  other: 'member',
} as const;

/** Who plans together with somebody. */
export function HouseholdRow({ personId }: { readonly personId: string }): React.JSX.Element {
  const { data } = useQuery(householdQuery(personId));
  const [household] = data?.items ?? [];
  const others = household?.members.filter((member) => member.personId !== personId) ?? [];
  const nameOf = usePeopleNames(others.map((member) => member.personId));
  return (
    <div>
      <dt>Household</dt>
      <dd>
        {household ? household.name : 'None'}
        {others.map((member) => (
          <div key={member.personId}>
            <Link to="/people/$personId" params={{ personId: member.personId }}>
              {nameOf(member.personId)}
            </Link>
            , {ROLES[member.role]}
          </div>
        ))}
      </dd>
    </div>
  );
}
