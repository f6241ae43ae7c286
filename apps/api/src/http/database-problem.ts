import { QueryFailedError } from 'typeorm';
import { conflict, ProblemError, refused } from './problem.ts';

const Sqlstate = { uniqueViolation: '23505', foreignKeyViolation: '23503', insufficientPrivilege: '42501' } as const;

/**
 * Refusals of Postgres that bad input can cause, as problems; undefined for all others. A reference to another firm's record,
 * or to a person in a book the caller does not work for, is answered exactly like one to nothing.
 */
export function databaseProblem(error: unknown): ProblemError | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { code, detail, message } = readError(error.driverError);
  switch (code) {
    case Sqlstate.uniqueViolation:
      return conflict('already_exists', `There is one already with the same ${words(columnsOf(detail))}.`);
    case Sqlstate.foreignKeyViolation:
      return unknownReference(columnsOf(detail));
    case Sqlstate.insufficientPrivilege:
      // the message of a failed `with check`; a missing context has another and is a fault of ours
      return message.includes('row-level security') ? unknownReference([]) : undefined;
    default:
      return undefined;
  }
}

function unknownReference(columns: readonly string[]): ProblemError {
  const field = columns.join('.');
  return refused({
    field,
    code: 'unknown_reference',
    message: `${field || 'an id'} names a record that does not exist`,
    fix: 'send the id of a record that you can open',
  });
}

/** `Key (firm_id, person_id)=(...)` -> `['personId']`. */
const columnsOf = (detail: string): string[] =>
  (/^Key \(([^)]*)\)/.exec(detail)?.[1] ?? '')
    .split(', ')
    .filter((column) => column && column !== 'firm_id')
    .map((column) => column.replace(/_norm$/, '').replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()));

const words = (columns: readonly string[]): string => columns.join(' and ') || 'values';

function readError(error: object): { code: string; detail: string; message: string } {
  const text = (name: string): string => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? value : '';
  };
  return { code: text('code'), detail: text('detail'), message: text('message') };
}
