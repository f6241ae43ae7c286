import type { FieldProblem, Problem, ProblemCode } from '@rap/contracts/problem';

/** An expected refusal of a request: becomes a problem document (RFC 9457). Its words may be shown to anybody who asked. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(
    status: number,
    code: ProblemCode,
    title: string,
    more: { detail?: string; errors?: FieldProblem[]; current?: unknown } = {},
  ) {
    super(title);
    this.problem = { type: `urn:rap:problem:${code}`, title, status, code, ...more };
  }

  /** The same refusal again. */
  static of({ status, code, title, detail, errors, current }: Problem): ProblemError {
    return new ProblemError(status, code, title, {
      ...(detail === undefined ? {} : { detail }),
      ...(errors ? { errors } : {}),
      ...(current === undefined ? {} : { current }),
    });
  }
}

/** Also for what belongs to another firm or a book one does not work for: never a hint that it exists. */
export const notFound = (what: string): ProblemError =>
  new ProblemError(404, 'not_found', `There is no such ${what}`);

/** Somebody else was first: the answer carries the record as it stands now. */
export const stale = (current: unknown): ProblemError =>
  new ProblemError(409, 'stale_version', 'It was changed meanwhile', {
    detail: 'Look at the current record, then send your change with its version.',
    current,
  });

/** It does not even have the form that the route takes. */
export const unreadable = (errors: FieldProblem[]): ProblemError =>
  new ProblemError(400, 'invalid', 'Some fields need another value', { errors });

export const invalid = (errors: FieldProblem[]): ProblemError =>
  new ProblemError(422, 'invalid', 'Something has to be mended before this can be saved', { errors });
