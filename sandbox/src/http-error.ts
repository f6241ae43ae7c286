import type { FastifyInstance, FastifyReply } from 'fastify';
import { ZodError } from 'zod';

/** An answer other than 200 that a route wants to give. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Answers errors of the JSON routes: what cannot be read names its fields. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply): FastifyReply => {
    if (error instanceof HttpError)
      return reply.code(error.status).send({ code: error.code, message: error.message });
    if (error instanceof ZodError) {
      const errors = error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }));
      return reply.code(400).send({ code: 'invalid', message: 'Some fields cannot be read.', errors });
    }
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    const message = error instanceof Error && status < 500 ? error.message : 'The sandbox has a fault.';
    return reply.code(status).send({ code: status < 500 ? 'invalid' : 'fault', message });
  });
}
