import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Problem } from '@rap/contracts/problem';
import { databaseProblem } from './database-problem.ts';
import { ProblemError } from './problem.ts';
import type { EdgeRequest } from './request.ts';
import type { Routes } from './routes.ts';

/** Turns whatever was thrown into problem details (RFC 9457). The unexpected is logged whole and answered without a word of it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('problem');
  private readonly routes: Routes;

  constructor(routes: Routes) {
    this.routes = routes;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<EdgeRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const answer = this.problemOf(error, request);
    if (answer.problem.status >= 500) this.log.error({ err: error, code: answer.problem.code });
    const body: Problem = {
      type: `urn:rap:problem:${answer.problem.code}`,
      ...answer.problem,
      correlationId: request.id,
    };
    void reply
      .headers(answer.headers)
      .status(body.status)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(body));
  }

  private problemOf(error: unknown, request: EdgeRequest): ProblemError {
    if (error instanceof ProblemError) return error;
    if (error instanceof HttpException) return this.fromHttp(error, request);
    return databaseProblem(error) ?? internal();
  }

  /** What Fastify and Nest throw themselves, before or beside our handlers. */
  private fromHttp(error: HttpException, request: EdgeRequest): ProblemError {
    const status = error.getStatus();
    switch (status) {
      case 400:
        return new ProblemError({
          status,
          code: 'malformed_request',
          title: 'The request cannot be read',
          detail: `${error.message}. Send JSON in UTF-8, whole and not empty.`,
        });
      case 404:
        return this.unknownRoute(request);
      case 413:
        return new ProblemError({
          status,
          code: 'body_too_large',
          title: 'Too large',
          detail: 'A request body may have 1 MB. Send it in parts.',
        });
      case 415:
        return new ProblemError({
          status,
          code: 'unsupported_media_type',
          title: 'Unknown kind of content',
          detail: 'Send the body as application/json.',
        });
      default:
        return status >= 500 ? internal() : new ProblemError({ status, code: 'refused', title: error.message });
    }
  }

  private unknownRoute(request: EdgeRequest): ProblemError {
    const [path = ''] = request.url.split('?');
    const methods = this.routes.methodsOf(path);
    if (methods.length === 0) {
      return new ProblemError({
        status: 404,
        code: 'unknown_route',
        title: 'Not found',
        detail: 'There is nothing at this address. All addresses are listed in /docs.',
      });
    }
    const allow = methods.join(', ');
    return new ProblemError(
      { status: 405, code: 'method_not_allowed', title: 'Not with this method', detail: `This address takes ${allow}.` },
      { allow },
    );
  }
}

const internal = (): ProblemError =>
  new ProblemError({
    status: 500,
    code: 'internal_error',
    title: 'Something went wrong on our side',
    detail: 'Nothing was saved. Try again; if it stays so, hand the correlation id to support.',
  });
