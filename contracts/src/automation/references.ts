import type { Reference } from './facts.ts';

/** The parameters of steps and triggers that hold the id of a record, and what the id stands for. */
export const PARAM_REFERENCES: Readonly<Record<string, Reference>> = {
  tagId: 'tag',
  tagIds: 'tag',
  userId: 'user',
  sourceIds: 'lead_source',
  formIds: 'lead_form',
  automationId: 'automation',
  endpointId: 'webhook_out',
  webhookId: 'webhook_in',
};
