/** Each endpoint is a consumer of its own: a slow one delays no other. */
export const WEBHOOKS_PREFIX = 'webhooks:';
export const webhookConsumer = (endpointId: string): string => `${WEBHOOKS_PREFIX}${endpointId}`;
