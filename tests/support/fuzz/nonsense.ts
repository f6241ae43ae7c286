import fc from 'fast-check';
import { KnownId } from './schema-values.ts';

/** What no field should get, and every field gets. */
const NONSENSE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  '',
  ' ',
  'x',
  'x'.repeat(300),
  'x'.repeat(70_000),
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfff',
  '\u202e\u200b\ufeff',
  '😀'.repeat(200),
  'not-a-uuid',
  '00000000-0000-0000-0000-000000000000',
  "'; drop table app.person; --",
  '%_\\',
  '{{ 1 | divided_by: 0 }}',
  '{% for i in (1..1000000000) %}x{% endfor %}',
  '2026-02-30',
  '0000-01-01',
  '9999-12-31',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  'infinity',
  [],
  [[]],
  {},
  { a: { b: { c: [null] } } },
  ['x'],
];

type Mutation =
  | { readonly do: 'replace'; readonly at: number; readonly by: unknown }
  | { readonly do: 'remove'; readonly at: number }
  | { readonly do: 'add'; readonly at: number; readonly name: string; readonly value: unknown };

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ do: fc.constant('replace' as const), at: fc.nat(30), by: fc.constantFrom(...NONSENSE) }),
  fc.record({ do: fc.constant('remove' as const), at: fc.nat(30) }),
  fc.record({
    do: fc.constant('add' as const),
    at: fc.nat(30),
    name: fc.constantFrom('nickname', 'constructor', 'firmId', 'firm_id', 'id', 'version', '', 'toString'),
    value: fc.constantFrom(...NONSENSE),
  }),
);

/** Values of `good`, bent in one or two places. */
export const bent = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(good, fc.array(mutation, { minLength: 1, maxLength: 2 }))
    .map(([value, mutations]) => mutations.reduce(mutate, value));

/** Any nonsense as the text of a parameter. */
export const nonsenseText = fc
  .constantFrom(...NONSENSE)
  .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));

/** Bodies that are no JSON object, or none at all. */
export const nonsenseBody: fc.Arbitrary<string> = fc.constantFrom(
  '',
  '{"a":',
  '{"version":1,}',
  'null',
  '[]',
  '"x"',
  '123',
  'NaN',
  '\ufeff{}',
  '{"__proto__":{"x":1}}',
  '{"version":1,"version":2}',
  '['.repeat(5000) + ']'.repeat(5000),
  `{"note":"${'x'.repeat(1_100_000)}"}`,
  'firstName=Maria&lastName=Alvarez',
  '<person/>',
);

export const CONTENT_TYPES = [
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'nonsense',
] as const;

function mutate(value: unknown, step: Mutation): unknown {
  const places = placesOf(value);
  const place = places[step.at % places.length] ?? [];
  switch (step.do) {
    case 'replace':
      return withValue(value, place, () => step.by);
    case 'remove':
      return withValue(value, place, () => undefined);
    case 'add':
      return withValue(value, place, (inner) =>
        isObject(inner) ? { ...inner, [step.name]: step.value } : { [step.name]: step.value },
      );
  }
}

type Place = readonly string[];

function placesOf(value: unknown, at: Place = []): Place[] {
  const inner = isObject(value) || Array.isArray(value) ? Object.entries(value) : [];
  return [at, ...inner.flatMap(([name, deeper]) => placesOf(deeper, [...at, name]))];
}

function withValue(value: unknown, [name, ...rest]: Place, change: (inner: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((entry, i) => (String(i) === name ? withValue(entry, rest, change) : entry));
  if (!isObject(value)) return value;
  return { ...value, [name]: withValue(value[name], rest, change) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof KnownId);
