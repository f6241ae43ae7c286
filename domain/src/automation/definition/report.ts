import type { DefinitionProblem, ProblemCode } from '@rap/contracts/automation/definition-problem';

/** Where a problem stands. */
export interface Place {
  readonly node?: string | undefined;
  readonly port?: string;
  readonly field?: string;
}

export const fault = (code: ProblemCode, message: string, at: Place = {}): DefinitionProblem => ({
  code,
  severity: 'error',
  message,
  ...at,
});

export const warning = (code: ProblemCode, message: string, at: Place = {}): DefinitionProblem => ({
  ...fault(code, message, at),
  severity: 'warning',
});

/** A step's name as it stands in a sentence. */
export const named = (step: { readonly label: string }): string => `*${step.label}*`;
