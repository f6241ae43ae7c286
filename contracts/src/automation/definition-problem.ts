import { z } from 'zod';

/** `error` keeps a definition from going live; `warning` is shown, and a person decides. */
export const ProblemSeverity = z.enum(['error', 'warning']);

export const ProblemCode = z.enum([
  'incomplete',
  'port_open',
  'port_unknown',
  'target_unknown',
  'unreachable',
  'endless',
  'repeat_never_returns',
  'burst',
  'no_deadline',
  'missing_open',
  'past_open',
  'anchor_uncertain',
  'variable_unset',
  'key_unfit',
  'shares',
  'duplicate',
  'fact_unknown',
  'field_unknown',
  'event_unknown',
  'type_unfit',
  'template_unknown',
  'template_deleted',
  'template_channel',
  'purpose_missing',
  'reference_unknown',
  'expiry_missing',
  'automations_circle',
  'automations_deep',
  'wait_too_long',
  'too_many_steps',
  'too_large',
  'too_many_variables',
  'test_duration',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

/** What stands between a draft and going live, in words for whoever drew it. */
export const DefinitionProblem = z
  .object({
    code: ProblemCode,
    severity: ProblemSeverity,
    message: z.string(),
    node: z.string().optional().describe('the step it is about; none: the automation as a whole'),
    port: z.string().optional(),
    field: z.string().optional().describe('the parameter it is about'),
  })
  .meta({ id: 'AutomationProblem' });
export type DefinitionProblem = z.infer<typeof DefinitionProblem>;
