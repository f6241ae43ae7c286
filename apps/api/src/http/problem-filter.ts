import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem, ProblemCode } from '@rap/contracts/problem';
import { NoSuchPlace } from '@rap/database/records/list-records';
import { correlationIdOf } from './correlation.ts';
import { badCursor } from './cursor.ts';
import { ProblemError } from './problem-error.ts';
import { unstorableText } from './unstorable-text.ts';

/** Plain words for what is refused before a handler is reached. */
const TITLES: Readonly<Record<number, readonly [code: ProblemCode, title: string, detail?: string]>> = {
  400: ['bad_request', 'The request cannot be read', 'Send JSON as the API document describes it.'],
  401: ['not_signed_in', 'Sign in first'],
  403: ['forbidden', 'You may not do this'],
  404: ['not_found', 'There is nothing at this address'],
  405: ['method_not_allowed', 'This cannot be done here'],
  413: ['too_large', 'The body is too large', 'The most is 1 MB.'],
  415: ['unsupported_media_type', 'Send the body as application/json'],
  429: ['too_many_requests', 'Too many requests', 'Wait a minute, then try again.'],
  503: ['not_ready', 'The service is not ready yet', 'Try again in a moment.'],
};

/** Every error of the API as a problem document; what nobody expected is logged and says nothing but its correlation id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const correlationId = correlationIdOf(request);
    const problem = problemOf(error);
    if (problem.status === 500) this.log.error({ err: withoutValues(error), correlationId });
    void reply
      .status(problem.status)
      .type('application/problem+json')
      .send({ ...problem, ...yours(problem, request), correlationId });
  }
}

/** Who was late gets back what they sent beside the record as it stands, so that both can be laid side by side. */
const yours = ({ code }: Problem, { body, query }: FastifyRequest): Pick<Problem, 'yours'> =>
  code === 'stale_version' ? { yours: isAnswerable(body) ? body : query } : {};

/** A route that takes its version from the address reads no body, so that nobody has looked at what stands in it. */
const isAnswerable = (body: unknown): boolean =>
  body !== undefined && body !== null && unstorableText(body, '').length === 0;

/** What an error is to who asked. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof NoSuchPlace) return badCursor().problem;
  const status = statusOf(error);
  const known = TITLES[status];
  const [code, title, detail]: (typeof TITLES)[number] = known ?? [
    'unexpected',
    'Something went wrong',
    'It is in our logs, by its id.',
  ];
  return {
    type: `urn:rap:problem:${code}`,
    title,
    status: known ? status : 500,
    code,
    ...(detail ? { detail } : {}),
  };
}

/** What kind of error, and where: the words of a driver quote the row that it is about, and bring the parameters along. */
function withoutValues(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const stack = error.stack?.slice(error.stack.indexOf('\n    at '));
  return { type: error.name, ...('code' in error ? { code: error.code } : {}), stack };
}

/** Postgres refuses a row behind one of the walls with 42501: for who asks, it is not there. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return 500;
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return 'code' in error && (error.code === '42501' || error.code === '23503') ? 404 : 500;
}
