/** What a person of the firm has to mend before a step that writes can go on, by code. */
export const ACT_FAILURES = {
  no_lead: 'The person has no lead whose stage could be changed.',
  no_owner: 'The person has no advisor who could be told. Choose one, then retry.',
} as const;
export type ActFailure = keyof typeof ACT_FAILURES;
