import type { NewWebhookEndpoint, WebhookEndpointChanges } from '@rap/contracts/webhook';
import { webhookConsumer } from '@rap/contracts/webhook-consumer';
import { newId } from '../records/new-id.ts';
import { deleteRecord, insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.ts';
import { WebhookSecrets } from './webhook-secret.ts';

export const endpointSecrets = new WebhookSecrets('app.webhook_endpoint');

/** Adds an endpoint with its consumer; it hears what happens from now on. The secret is answered here and nowhere else. */
export async function addEndpoint(
  ctx: FirmContext,
  input: NewWebhookEndpoint,
): Promise<{ row: WebhookEndpointEntity; secret: string }> {
  const id = newId();
  const { secret, secretSealed } = await endpointSecrets.make(ctx, id);
  const row = await insertRecord(ctx, WebhookEndpointEntity, { id, ...input, secretSealed });
  await ctx.em.query(`insert into spine.consumer (firm_id, name) values ($1, $2)`, [
    ctx.firmId,
    webhookConsumer(id),
  ]);
  return { row, secret };
}

export function changeEndpoint(
  ctx: FirmContext,
  id: string,
  { version, ...changes }: WebhookEndpointChanges,
): Promise<WriteOutcome<WebhookEndpointEntity>> {
  return updateRecord(ctx, WebhookEndpointEntity, id, version, changes);
}

/** A new secret; the one before signs beside it for `overlapHours`. */
export async function rotateSecret(
  ctx: FirmContext,
  row: WebhookEndpointEntity,
  { version, overlapHours }: { version: number; overlapHours: number },
): Promise<{ written: WriteOutcome<WebhookEndpointEntity>; secret: string }> {
  const { secret, columns } = await endpointSecrets.rotate(ctx, row, overlapHours);
  return { written: await updateRecord(ctx, WebhookEndpointEntity, row.id, version, columns), secret };
}

/** Stops telling it; its lanes keep the place. */
export async function disableEndpoint(
  ctx: FirmContext,
  id: string,
  version: number,
  why: 'by_hand' | 'failing' | 'gone',
): Promise<WriteOutcome<WebhookEndpointEntity>> {
  const changes = { disabledAt: new Date(ctx.now()), disabledWhy: why };
  const written = await updateRecord(ctx, WebhookEndpointEntity, id, version, changes, { reason: why });
  if (written.outcome === 'written') await pause(ctx, id, true);
  return written;
}

/** Tells it again, where it stopped or from now on. */
export async function enableEndpoint(
  ctx: FirmContext,
  id: string,
  { version, from }: { version: number; from: 'where_it_stopped' | 'now' },
): Promise<WriteOutcome<WebhookEndpointEntity>> {
  const changes = { disabledAt: null, disabledWhy: null, failingSince: null };
  const written = await updateRecord(ctx, WebhookEndpointEntity, id, version, changes, { reason: from });
  if (written.outcome !== 'written') return written;
  if (from === 'now') await ctx.em.query(`select spine.catch_up($1)`, [webhookConsumer(id)]);
  await pause(ctx, id, false);
  return written;
}

/** Ends it for good: what it has not been told it never will be. */
export async function deleteEndpoint(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<WebhookEndpointEntity>> {
  const written = await deleteRecord(ctx, WebhookEndpointEntity, id, version);
  if (written.outcome !== 'written') return written;
  await ctx.em.query(
    `update spine.consumer set retired_at = clock_timestamp() where firm_id = $1 and name = $2`,
    [ctx.firmId, webhookConsumer(id)],
  );
  return written;
}

async function pause(ctx: FirmContext, endpointId: string, paused: boolean): Promise<void> {
  await ctx.em.query(
    `update spine.consumer set paused_at = case when $3 then clock_timestamp() end where firm_id = $1 and name = $2`,
    [ctx.firmId, webhookConsumer(endpointId), paused],
  );
}
