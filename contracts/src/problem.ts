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

/** Every code that a refusal of the API can have. A code stays what it means: programs decide by it. */
export const ProblemCode = z.enum([
  // the request cannot be read, or is not allowed whoever asks
  'bad_address',
  'bad_request',
  'foreign_origin',
  'invalid',
  'key_reused',
  'method_not_allowed',
  'too_large',
  'too_many_requests',
  'unsupported_media_type',
  // who asks
  'bad_signature',
  'choose_firm',
  'code_needed',
  'email_unverified',
  'forbidden',
  'four_eyes',
  'from_the_future',
  'locked',
  'not_invited',
  'not_open',
  'not_signed',
  'not_signed_in',
  'oidc_expired',
  'oidc_off',
  'oidc_refused',
  'other_account',
  'passkey_refused',
  'passkeys_off',
  'people_only',
  'scope_missing',
  'second_factor_needed',
  'second_factor_on',
  'too_old',
  'wrong_code',
  'wrong_key',
  'wrong_password',
  'wrong_ticket',
  'wrong_token',
  // how things stand
  'already_held',
  'already_paused',
  'automation_paused',
  'client_already',
  'decided',
  'ended',
  'endpoint_disabled',
  'in_use',
  'last_owner',
  'legal_hold',
  'no_attention',
  'no_second_factor',
  'no_wait',
  'not_by_hand',
  'not_decoded',
  'not_found',
  'not_held',
  'not_now',
  'not_paused',
  'not_set_up',
  'operator_account',
  'over',
  'own_account',
  'owner_does_it',
  'retention',
  'several_firms',
  'stale_version',
  'still_running',
  'too_many',
  'unfinished',
  'webhook_unreadable',
  // ours
  'not_ready',
  'unexpected',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

/** RFC 9457 problem details; every error of the API has this shape and the type `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string().describe('a URI that names the kind of problem: `urn:rap:problem:<code>`'),
    title: z.string(),
    status: z.number().int(),
    code: ProblemCode.describe('stable, for programs'),
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
