import fc from 'fast-check';

/** As much of a JSON schema as the API's document uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

export type Schemas = Readonly<Record<string, JsonSchema>>;

/** Stands for an id that is known only when the request leaves: the `pick`-th record of a kind that an answer has shown. */
export class KnownId {
  readonly field: string;
  readonly pick: number;

  constructor(field: string, pick: number) {
    this.field = field;
    this.pick = pick;
  }
}

/** Words that a plain random string would never hit. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  address: ['maria@example.com', 'Maria.Alvarez@Example.com', '(216) 555-0142'],
  number: ['(216) 555-0142', '+12165550177'],
  timeZone: ['America/Chicago', 'America/New_York'],
  startsAt: ['2027-01-12T15:00:00Z'],
  endsAt: ['2027-01-12T16:00:00Z', '2027-01-12T14:00:00Z'],
  state: ['OH', 'CA'],
  stages: ['new', 'new,contacted'],
  kinds: ['message', 'note,task'],
  ids: ['01890000-0000-7000-8000-00000000000a'],
  yaml: ['format: retirement-advisor-pro/automation\nversion: 1\n', 'a: [', '&a [*a]'],
};
const DEEPEST = 10;

/** Values that the schema allows. `field` is the name they stand under: ids are of records that exist, where they can be. */
export function valueOf(schemas: Schemas, schema: JsonSchema, field = '', depth = 0): fc.Arbitrary<unknown> {
  const plain = plainValueOf(schemas, schema, field, depth);
  return schema.nullable ? fc.oneof({ weight: 3, arbitrary: plain }, fc.constant(null)) : plain;
}

function plainValueOf(
  schemas: Schemas,
  schema: JsonSchema,
  field: string,
  depth: number,
): fc.Arbitrary<unknown> {
  if (depth > DEEPEST) return fc.constant(null);
  if (schema.$ref)
    return valueOf(schemas, schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, field, depth + 1);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valueOf(schemas, choice, field, depth + 1)));
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => valueOf(schemas, part, field, depth + 1));
    return fc
      .tuple(...parts)
      .map((values) => (values.length === 1 ? values[0] : Object.assign({}, ...values)));
  }
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return objectOf(schemas, schema, depth);
    case 'array': {
      const entry = valueOf(schemas, schema.items ?? {}, field, depth + 1);
      return fc.array(entry, {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    }
    case 'boolean':
      return fc.boolean();
    case 'integer':
      // mostly a version that fits
      return fc.oneof(
        fc.constant(1),
        fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 9, 9) }),
      );
    case 'number':
      return fc.integer({ min: 0, max: 1000 });
    case 'string':
      return stringOf(schema, field);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(schemas: Schemas, schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const fields = Object.entries(properties).map(([name, inner]) => [
    name,
    valueOf(schemas, inner, name, depth + 1),
  ]);
  const known = fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [...required],
  });
  if (typeof additionalProperties !== 'object') return known;
  const more = fc.dictionary(
    fc.string({ maxLength: 10 }),
    valueOf(schemas, additionalProperties, '', depth + 1),
    {
      maxKeys: 2,
    },
  );
  return fc.tuple(known, more).map(([a, b]) => ({ ...b, ...a }));
}

function stringOf(schema: JsonSchema, field: string): fc.Arbitrary<unknown> {
  if (schema.format === 'uuid') {
    return fc.oneof(
      { weight: 8, arbitrary: fc.nat(20).map((pick) => new KnownId(field, pick)) },
      fc.uuid({ version: 7 }),
    );
  }
  const words = WORDS[field];
  if (words)
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, fc.string({ maxLength: 40 }));
  if (schema.format === 'uri') return fc.constantFrom('https://hooks.example.com/in', 'https://example.org/');
  if (schema.format === 'date') return fc.constantFrom('1961-02-28', '2000-02-29', '2026-12-31');
  if (schema.format === 'date-time')
    return fc.constantFrom('2027-01-12T15:00:00Z', '2026-11-01T01:30:00-05:00');
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern));
  const [least, most] = [schema.minLength ?? 0, schema.maxLength ?? 200];
  const short = { minLength: least, maxLength: Math.max(least, Math.min(most, 30)) };
  return fc.oneof(fc.string(short), fc.string({ ...short, unit: 'grapheme' }));
}
