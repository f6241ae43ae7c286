import fc from 'fast-check';
import { bent, CONTENT_TYPES, nonsenseBody, nonsenseText } from './nonsense.ts';
import type { KnownIds } from './known-ids.ts';
import { valueOf, type JsonSchema, type Schemas } from './schema-values.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: JsonSchema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: JsonSchema }>> };
}

export interface FuzzRoute {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly operation: Operation;
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Schemas };
}

const METHODS = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'] as const;

/** Every route of the document; first what makes things, so that there is something for the others to act on. */
export function fuzzRoutes({ paths }: ApiDocument): FuzzRoute[] {
  return METHODS.flatMap((method) =>
    Object.entries(paths).flatMap(([path, item]) => {
      const operation = item[method.toLowerCase()];
      return operation ? [{ name: `${method} ${path}`, method, path, operation }] : [];
    }),
  );
}

/** A request that is about to leave; ids are still names of what is known. */
export interface FuzzRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: { readonly json: unknown } | { readonly raw: string } | undefined;
  readonly contentType: string;
}

/** Forged places in a list: what a cursor holds, with nonsense in it. */
const forgedCursor = fc
  .tuple(nonsenseText, fc.constantFrom('019a0000-0000-7000-8000-000000000000', 'x'))
  .map((place) => Buffer.from(JSON.stringify(place)).toString('base64url'));

/** Half of them as the document wants them, half bent. */
export function requestOf(route: FuzzRoute, schemas: Schemas, bend: boolean): fc.Arbitrary<FuzzRequest> {
  const { parameters = [], requestBody } = route.operation;
  const good = (where: string): fc.Arbitrary<Record<string, unknown>> => {
    const named = parameters.filter((parameter) => parameter.in === where);
    const values = named.map(({ name, schema }): [string, fc.Arbitrary<unknown>] => {
      const field = where === 'path' && name === 'id' ? collectionOf(route.path) : name;
      return [name, name === 'after' ? fc.constant('') : valueOf(schemas, schema ?? {}, field)];
    });
    const required = named.filter((parameter) => parameter.required || where === 'path');
    return fc.record(Object.fromEntries(values), { requiredKeys: required.map(({ name }) => name) });
  };
  const schema = requestBody?.content['application/json']?.schema;
  const json = schema ? valueOf(schemas, schema) : fc.constant({});
  const asIs = fc.record({
    params: good('path'),
    query: good('query').map(({ after: _none, ...rest }) => rest),
    body: schema ? json.map((value) => ({ json: value })) : fc.constant(undefined),
    contentType: fc.constant('application/json'),
  });
  if (!bend) return asIs;
  const texts = fc.dictionary(
    fc.constantFrom(
      ...parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      'colour',
    ),
    nonsenseText,
    { maxKeys: 2 },
  );
  const cursors = fc.option(
    fc.oneof(nonsenseText, forgedCursor).map((after) => ({ after })),
    { nil: {}, freq: 1 },
  );
  const takesAfter = parameters.some(({ name }) => name === 'after');
  return fc.oneof(
    {
      weight: 4,
      arbitrary: asIs.chain((from) =>
        bent(fc.constant(from.body && 'json' in from.body ? from.body.json : {})).map((value) => ({
          ...from,
          body: { json: value },
        })),
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(asIs, texts, takesAfter ? cursors : fc.constant({}))
        .map(([from, query, after]) => ({ ...from, query: { ...from.query, ...query, ...after } })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(asIs, nonsenseText).map(([from, text]) => ({
        ...from,
        params: Object.fromEntries(Object.keys(from.params).map((name) => [name, text])),
      })),
    },
    { weight: 1, arbitrary: fc.tuple(asIs, nonsenseBody).map(([from, raw]) => ({ ...from, body: { raw } })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(asIs, fc.constantFrom(...CONTENT_TYPES))
        .map(([from, contentType]) => ({ ...from, contentType, body: from.body ?? { json: {} } })),
    },
  );
}

export const collectionOf = (path: string): string => path.split('/')[2] ?? '';

/** Where the request goes, with ids of known records in it, and the body that goes with it. */
export function urlOf(
  route: FuzzRoute,
  request: FuzzRequest,
  known: KnownIds,
): { url: string; json: object | undefined; payload: string | undefined } {
  const text = (value: unknown): string => encodeURIComponent(String(known.fill(value)).toWellFormed()); // no address can carry half of a surrogate pair
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => text(request.params[name]));
  const search = Object.entries(request.query).map(([name, value]) => `${name}=${text(value)}`);
  const url = search.length > 0 ? `${path}?${search.join('&')}` : path;
  if (!request.body) return { url, json: undefined, payload: undefined };
  if ('raw' in request.body) return { url, json: undefined, payload: request.body.raw };
  const json = known.fill(request.body.json);
  return {
    url,
    json: typeof json === 'object' && json !== null ? json : undefined,
    payload: JSON.stringify(json),
  };
}
