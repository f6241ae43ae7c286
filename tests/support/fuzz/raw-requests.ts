import fc from 'fast-check';
import { CONTENT_TYPES, nonsenseBody, nonsenseText } from './nonsense.ts';

export type Headers = Readonly<Record<string, string>>;

/** A request byte for byte, outside the API's document. */
export interface RawRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** A route that is not in the document, and how a good request to it looks. */
export interface RawRoute {
  /** as the router names it */
  readonly name: string;
  /** its path with what makes it good: an id, a token, a query */
  readonly url: string;
  /** the fields that a good request has; anew each time, where something in them is used up */
  readonly fields?: () => Readonly<Record<string, unknown>>;
  readonly contentType?: 'application/json' | 'application/x-www-form-urlencoded';
  /** the headers of a caller who may, made from what is really sent */
  readonly sign?: (request: Pick<RawRequest, 'url' | 'body'>) => Headers;
}

/** How one request is bent; signed before, it is forged, and signed after, its nonsense gets further. */
export interface Bend {
  readonly what: 'nothing' | 'body' | 'bytes' | 'field' | 'type' | 'path' | 'query' | 'header';
  readonly text: string;
  readonly pick: number;
  readonly forged: boolean;
}

const HEADERS = [
  'content-encoding',
  'referer',
  'user-agent',
  'origin',
  'cookie',
  'authorization',
  'accept',
  'x-forwarded-for',
  'x-correlation-id',
  'x-twilio-signature',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'last-event-id',
  'idempotency-key',
] as const;

/** Forms and texts that are no form, or in another encoding than they say. */
const BYTES: readonly Buffer[] = [
  Buffer.from([0xff, 0xfe, 0x00, 0x00]),
  Buffer.from('firstName=Mar\u00eda&lastName=Alvarez', 'latin1'),
  Buffer.from('{"person":{"email":"maria@example.com"}}', 'utf16le'),
  Buffer.from('firstName=%ff%fe&lastName=%ED%A0%80&email=%00'),
  Buffer.from('%&%%=%zz&=&==&firstName=%'),
  Buffer.from('firstName=a&firstName=b&firstName[]=c&firstName[x][y]=d'),
  Buffer.from('__proto__=x&constructor=y&__proto__[polluted]=z&toString=w'),
  Buffer.from('a=1&'.repeat(20_000)),
  Buffer.from(`${'a'.repeat(100_000)}=1`),
  Buffer.from(`firstName=${'x'.repeat(900_000)}`),
  Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00]),
];

export const bends: fc.Arbitrary<Bend> = fc.record({
  what: fc.constantFrom('nothing', 'body', 'bytes', 'field', 'field', 'type', 'path', 'query', 'header'),
  text: fc.oneof({ weight: 3, arbitrary: nonsenseText }, nonsenseBody),
  pick: fc.nat(10_000),
  forged: fc.boolean(),
});

const inHeader = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replaceAll(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '?');
const inUrl = (text: string): string => encodeURIComponent(text.toWellFormed()).slice(0, 8_000);

/** The request as it leaves. */
export function bentRequest(route: RawRoute, bend: Bend): RawRequest {
  const [method = ''] = route.name.split(' ');
  const good: RawRequest = {
    method: method === 'POST' ? 'POST' : 'GET',
    url: route.url,
    headers: route.contentType ? { 'content-type': route.contentType } : {},
    body: encoded(route, route.fields?.() ?? {}),
  };
  const bent = applied(route, good, bend);
  const signed = route.sign?.(bend.forged ? good : bent) ?? {};
  return { ...bent, headers: { ...signed, ...bent.headers } };
}

/** Whether it arrives as somebody signed it who may. */
export const isForged = (route: RawRoute, bend: Bend): boolean =>
  route.sign !== undefined && bend.forged && ['body', 'bytes', 'field'].includes(bend.what);

function applied(route: RawRoute, good: RawRequest, { what, text, pick }: Bend): RawRequest {
  switch (what) {
    case 'nothing':
      return good;
    case 'body':
      return { ...good, body: Buffer.from(text) };
    case 'bytes':
      return { ...good, body: BYTES[pick % BYTES.length] ?? Buffer.alloc(0) };
    case 'field':
      return { ...good, body: encoded(route, withNonsense(route.fields?.() ?? {}, text, pick)) };
    case 'type': {
      const types = ['', 'application/json', 'application/x-www-form-urlencoded', ...CONTENT_TYPES];
      const type = types[pick % types.length] ?? '';
      const { 'content-type': _good, ...rest } = good.headers;
      return { ...good, headers: type ? { ...rest, 'content-type': type } : rest };
    }
    case 'path': {
      const parts = good.url.split('?')[0]?.split('/') ?? [];
      const at = 1 + (pick % Math.max(parts.length - 1, 1));
      // half of the time a path that no URL can be
      const part = pick % 2 ? inUrl(text) : '%ff%zz%';
      return { ...good, url: parts.with(at, part).join('/') };
    }
    case 'query': {
      const query =
        pick % 3 ? `token=${inUrl(text)}&firm=${inUrl(text)}` : '%ff=%zz&&=&a[b]=c&token=a&token=b';
      return { ...good, url: `${good.url}${good.url.includes('?') ? '&' : '?'}${query}` };
    }
    case 'header': {
      const name = HEADERS[pick % HEADERS.length] ?? 'accept';
      return { ...good, headers: { ...good.headers, [name]: inHeader(text).slice(0, 10_000) } };
    }
  }
}

function encoded(route: RawRoute, fields: Readonly<Record<string, unknown>>): Buffer {
  if (!route.contentType) return Buffer.alloc(0);
  if (route.contentType === 'application/json') return Buffer.from(JSON.stringify(fields));
  const words = Object.entries(fields).map(([name, value]) => [name, String(value).toWellFormed()]);
  return Buffer.from(new URLSearchParams(words).toString());
}

/** One field of them, at any depth, with nonsense in it. */
function withNonsense(
  fields: Readonly<Record<string, unknown>>,
  text: string,
  pick: number,
): Record<string, unknown> {
  const names = Object.keys(fields);
  const name = names[pick % Math.max(names.length, 1)] ?? 'x';
  const inner = fields[name];
  const deeper = typeof inner === 'object' && inner !== null;
  return { ...fields, [name]: deeper ? withNonsense({ ...inner }, text, Math.trunc(pick / 7)) : text };
}
