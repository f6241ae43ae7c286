import type { WebhookAttempt, WebhookEndpoint } from '@rap/contracts/webhook';
import type { AttemptRow } from '@rap/database/webhook/webhook-attempts';
import type { WebhookEndpointEntity } from '@rap/database/webhook/webhook-endpoint.entity';

/** Never the secret: only what makes one answers it. */
export const presentEndpoint = (row: WebhookEndpointEntity): WebhookEndpoint => ({
  id: row.id,
  version: row.version,
  url: row.url,
  description: row.description,
  eventKinds: row.eventKinds,
  failingSince: row.failingSince?.toISOString() ?? null,
  disabledAt: row.disabledAt?.toISOString() ?? null,
  disabledWhy: row.disabledWhy,
  oldSecretUntil: row.oldSecretUntil?.toISOString() ?? null,
});

export const presentAttempt = ({ atMs, seq: _seq, ...row }: AttemptRow): WebhookAttempt => ({
  ...row,
  at: new Date(atMs).toISOString(),
});
