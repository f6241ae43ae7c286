import { Alert } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { searchPeople } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { fullName } from '@rap/domain/person/full-name';
import { Link } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';

const TYPING_MS = 350;
const MOST = 3;
const LONG_ENOUGH = 5;
/** one who is only called alike is no hint */
const BY: Readonly<Record<string, string>> = {
  email: 'has this email address',
  phone: 'has this number',
  name: 'has this name',
};

/** Who is known by that address or number, or has that very name: a hint, and nothing that stops anybody. */
export function KnownAlready({
  email,
  phone,
  name,
}: {
  readonly email: string;
  readonly phone: string;
  readonly name: string;
}): React.JSX.Element | null {
  const [asked] = useDebouncedValue(
    [email, phone, name].map((text) => text.trim()),
    TYPING_MS,
  );
  const found = useQuery({
    queryKey: ['people', 'known', ...asked],
    queryFn: async () => {
      const answers = await Promise.all(
        asked
          .filter((q) => q.length >= LONG_ENOUGH)
          .map((q) =>
            ask(searchPeople({ query: { q, limit: MOST } })).then(
              ({ items }) => items,
              () => [],
            ),
          ),
      );
      return answers.flat().filter(({ by }) => by in BY);
    },
    enabled: asked.some((text) => text.length >= LONG_ENOUGH),
    placeholderData: (before) => before,
  });
  // the first that found somebody says the most
  const people = [
    ...new Map((found.data ?? []).toReversed().map((one) => [one.person.id, one])).values(),
  ].slice(0, MOST);
  if (people.length === 0) return null;
  return (
    <Alert
      color="yellow"
      role="status"
      styles={{ label: { color: 'var(--rap-text)' } }}
      title="Perhaps known already"
    >
      {people.map(({ by, person }) => (
        <div key={person.id}>
          <Link to="/people/$personId" params={{ personId: person.id }} target="_blank">
            {fullName(person)}
          </Link>
          , {BY[by]}
        </div>
      ))}
    </Alert>
  );
}
