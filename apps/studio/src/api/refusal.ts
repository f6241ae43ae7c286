import type { Problem } from '@rap/contracts/api-client';

/** What the API said, or what the browser found before or instead of an answer. */
export type Fault = Omit<Problem, 'code'> & { readonly code: Problem['code'] | 'unreachable' | 'unreadable' };

/** What the API did not do, with its reason in words; or that it could not be reached (`status` 0). */
export class Refusal extends Error {
  readonly problem: Fault;

  constructor(problem: Fault) {
    super(problem.detail ? `${problem.title}. ${problem.detail}` : problem.title);
    this.name = 'Refusal';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): Fault['code'] {
    return this.problem.code;
  }

  /** What is said at one field of the form; undefined when it is not at fault. */
  at(field: string): string | undefined {
    const fault = this.problem.errors?.find((one) => one.field === field);
    return fault && (fault.fix ? `${fault.message}: ${fault.fix}` : fault.message);
  }
}

const UNREACHABLE: Fault = {
  type: 'urn:rap:problem:unreachable',
  title: 'The server cannot be reached',
  status: 0,
  code: 'unreachable',
  detail: 'Nothing was changed. What you typed is kept: try again in a moment.',
};

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'title' in value && 'status' in value && 'code' in value;

/** Whatever was thrown or answered, as a refusal. */
export function refusalOf(error: unknown, status = 0): Refusal {
  if (error instanceof Refusal) return error;
  if (isProblem(error)) return new Refusal(error);
  if (status === 0) return new Refusal(UNREACHABLE);
  return new Refusal({
    type: 'urn:rap:problem:unreadable',
    title: 'The server gave an answer that cannot be read',
    status,
    code: 'unreadable',
  });
}
