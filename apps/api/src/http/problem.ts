import type { FieldProblem, Problem } from '@rap/contracts/problem';
import type { WriteOutcome } from '@rap/database/records/write-record';
import { ruleOf, type Action } from '@rap/domain/policy/policies';

type ProblemParts = Omit<Problem, 'type' | 'correlationId'>;

/** An answer that is not the wished one. Every error of the API is one of these; see `contracts/src/problem.ts`. */
export class ProblemError extends Error {
  readonly problem: ProblemParts;
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: ProblemParts, headers: Readonly<Record<string, string>> = {}) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.headers = headers;
  }
}

/** 404: there is none, or it is another firm's or in a book the caller does not work for; the answer is the same. */
export const notFound = (what: string): ProblemError =>
  new ProblemError({ status: 404, code: 'not_found', title: 'Not found', detail: `There is no such ${what}.` });

/** 400: the input is not of the declared shape. */
export const invalidInput = (errors: readonly FieldProblem[]): ProblemError =>
  new ProblemError({
    status: 400,
    code: 'invalid_input',
    title: 'The input is not valid',
    detail: errors.map((error) => `${error.field || 'input'}: ${error.message}`).join('; '),
    errors: [...errors],
  });

/** 422: well formed, and still not acceptable; each fault at its field. */
export const refused = (...errors: readonly FieldProblem[]): ProblemError =>
  new ProblemError({
    status: 422,
    code: errors[0]?.code ?? 'refused',
    title: 'This cannot be taken as it is',
    detail: errors.map((error) => error.message).join('; '),
    errors: [...errors],
  });

/** 409: the state of things does not allow it; `detail` says what to do. */
export const conflict = (code: string, detail: string): ProblemError =>
  new ProblemError({ status: 409, code, title: 'Not possible now', detail });

/** 409: somebody else changed the record meanwhile. `current` is the record as it stands, so that nothing typed is lost. */
export const staleVersion = (current: unknown): ProblemError =>
  new ProblemError({
    status: 409,
    code: 'stale_version',
    title: 'Changed meanwhile',
    detail: 'Somebody changed this since you read it. Look at `current`, then send your change with its version.',
    current,
  });

/** 401: nobody is signed in, or no longer. */
export const signInRequired = (): ProblemError =>
  new ProblemError(
    { status: 401, code: 'sign_in_required', title: 'Sign in', detail: 'Sign in, or send an API key as a bearer token.' },
    { 'www-authenticate': 'Bearer' },
  );

/** 403: signed in, but not allowed. Says which roles may. */
export function forbidden(action: Action): ProblemError {
  const { roles, scope } = ruleOf(action);
  const who = `In this firm ${list(roles)} may do this (${action}).`;
  const key = scope === 'session' ? 'An API key never may.' : `An API key needs the scope ${scope}.`;
  return new ProblemError({ status: 403, code: 'forbidden', title: 'Not allowed', detail: `${who} ${key}` });
}

/** 429: too often; `retryAfterMs` says when it may be tried again. */
export const tooMany = (code: string, detail: string, retryAfterMs: number): ProblemError =>
  new ProblemError(
    { status: 429, code, title: 'Too many requests', detail },
    { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) },
  );

/** The row of a write, or the problem that stands in its place. `present` shapes `current` of a stale write. */
export async function written<T>(
  outcome: WriteOutcome<T>,
  what: string,
  present: (row: T) => unknown,
): Promise<T> {
  switch (outcome.outcome) {
    case 'written':
      return outcome.row;
    case 'stale':
      throw staleVersion(await present(outcome.current));
    case 'missing':
      throw notFound(what);
  }
}

function list(words: readonly string[]): string {
  const last = words.at(-1) ?? 'nobody';
  const nouns = words.map((word) => (/^[aeiou]/.test(word) ? `an ${word}` : word === last ? `a ${word}` : `a ${word}`));
  return nouns.length < 2 ? (nouns[0] ?? last) : `${nouns.slice(0, -1).join(', ')} or ${nouns.at(-1) ?? last}`;
}
