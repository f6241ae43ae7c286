import { z } from 'zod';

/** One fault of the input, at the field it belongs to, with what mends it. */
export const FieldProblem = z
  .object({
    field: z.string().describe('dotted path into the body, query or parameters; empty for the whole input'),
    code: z.string(),
    message: z.string(),
    fix: z.string().optional(),
  })
  .meta({ id: 'FieldProblem' });
export type FieldProblem = z.infer<typeof FieldProblem>;

/** RFC 9457 problem details; every error of the API has this shape and the type `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string().describe('a URI that names the kind of problem: `urn:rap:problem:<code>`'),
    title: z.string(),
    status: z.number().int(),
    code: z.string().describe('stable, for programs'),
    detail: z.string().optional().describe('what happened, and what to do, in words'),
    correlationId: z.string().optional().describe('finds this request in the logs'),
    errors: z.array(FieldProblem).optional(),
    yours: z
      .unknown()
      .optional()
      .describe('with `stale_version`: the change as it was sent, with its version'),
    current: z.unknown().optional().describe('with `stale_version`: the record as it stands now'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
