/** Names whose values are secrets or words of people, wherever in a line they stand. Compared without case, `-` and `_`. */
const SECRET_NAMES = new Set(
  [
    'authorization',
    'proxy-authorization',
    'cookie',
    'set-cookie',
    'password',
    'secret',
    'token',
    'totp',
    'api-key',
    'auth-token',
    'signature',
    'body',
    'payload',
    'headers',
    'query',
    'query-string',
    'search',
    'url',
    'parameters',
    'params',
    'detail',
    'subject-line',
    'text',
    'html',
    'email',
    'phone',
    'address',
    'name',
    'first-name',
    'last-name',
    'date-of-birth',
  ].map(plain),
);
/** Free text that a driver, a provider or a stack brings along. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu, '[email]'],
  [/\+\d[\d\s().-]{6,18}\d|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b/g, '[phone]'],
  [/\b\d{3}-\d{2}-\d{4}\b/g, '[number]'],
  [/(\b(?:https?|postgres|smtps?):\/\/)[^\s/@]+@/g, '$1[credentials]@'],
  [/\?[^\s'"<>)]+=[^\s'"<>)]*/g, '?[query]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/g, '$1 [redacted]'],
];
const MOST_DEPTH = 6;

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}

/** A text without addresses of people, numbers of theirs, credentials and query strings. */
export function scrubText(text: string): string {
  let scrubbed = text;
  for (const [pattern, instead] of PATTERNS) scrubbed = scrubbed.replace(pattern, instead);
  return scrubbed;
}

/** A value of a log line: secrets by their name, free text by its shape. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (value instanceof Error) return scrubError(value, depth);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= MOST_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAMES.has(plain(name)) ? '[redacted]' : scrub(inner, depth + 1),
    ]),
  );
}

/**
 * Kind, code, words and stack of an error. A driver's own fields (the statement, its parameters, the row in `detail`) are the
 * data of people and never taken.
 */
function scrubError(error: Error, depth: number): Record<string, unknown> {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const words = isDatabaseError(error) ? 'refused by the database' : scrubText(error.message);
  const stack = error.stack?.slice(error.stack.indexOf('\n    at ')) ?? '';
  return {
    type: error.name,
    ...(code ? { code } : {}),
    ...constraintOf(error),
    message: words,
    stack: scrubText(stack),
    ...(error.cause instanceof Error && depth < MOST_DEPTH
      ? { cause: scrubError(error.cause, depth + 1) }
      : {}),
  };
}

/** Its words quote values: `invalid input syntax for type uuid: "..."`. */
const isDatabaseError = (error: Error): boolean => 'severity' in error || 'driverError' in error;

function constraintOf(error: Error): { constraint?: string } {
  return 'constraint' in error && typeof error.constraint === 'string'
    ? { constraint: error.constraint }
    : {};
}
