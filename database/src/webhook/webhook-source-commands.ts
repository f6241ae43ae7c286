import { createHash, randomBytes } from 'node:crypto';
import type { NewWebhookSource, WebhookSourceChanges } from '@rap/contracts/webhook';
import { newId } from '../records/new-id.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { WebhookSecrets } from './webhook-secret.ts';
import { WebhookSourceEntity } from './webhook-source.entity.ts';

export const sourceSecrets = new WebhookSecrets('app.webhook_source');

const tokenPlace = (rowId: string) => ({ table: 'app.webhook_source', column: 'token', rowId });
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Adds a source. Its secret is answered here and nowhere else. */
export async function addSource(
  ctx: FirmContext,
  input: NewWebhookSource,
): Promise<{ row: WebhookSourceEntity; secret: string }> {
  const id = newId();
  // it names the firm, under which its hash is looked up
  const token = `${ctx.firmId}.${randomBytes(24).toString('base64url')}`;
  const { secret, secretSealed } = await sourceSecrets.make(ctx, id);
  const row = await insertRecord(ctx, WebhookSourceEntity, {
    id,
    ...input,
    tokenHash: hashOf(token),
    tokenSealed: await ctx.sealer.seal(tokenPlace(id), token),
    secretSealed,
  });
  return { row, secret };
}

export function changeSource(
  ctx: FirmContext,
  id: string,
  { version, disabled, ...changes }: WebhookSourceChanges,
): Promise<WriteOutcome<WebhookSourceEntity>> {
  return updateRecord(ctx, WebhookSourceEntity, id, version, {
    ...changes,
    ...(disabled === undefined ? {} : { disabledAt: disabled ? new Date(ctx.now()) : null }),
  });
}

export async function rotateSourceSecret(
  ctx: FirmContext,
  row: WebhookSourceEntity,
  { version, overlapHours }: { version: number; overlapHours: number },
): Promise<{ written: WriteOutcome<WebhookSourceEntity>; secret: string }> {
  const { secret, columns } = await sourceSecrets.rotate(ctx, row, overlapHours);
  return { written: await updateRecord(ctx, WebhookSourceEntity, row.id, version, columns), secret };
}

/** The last part of a source's address. */
export const tokenOf = (ctx: FirmContext, row: WebhookSourceEntity): Promise<string> =>
  ctx.sealer.open(tokenPlace(row.id), row.tokenSealed);

/** The source that a token names, unless it is disabled or deleted. */
export async function sourceOfToken(
  ctx: FirmContext,
  token: string,
): Promise<WebhookSourceEntity | undefined> {
  const row = await ctx.em
    .getRepository(WebhookSourceEntity)
    .findOneBy({ firmId: ctx.firmId, tokenHash: hashOf(token) });
  return row && !row.deletedAt && !row.disabledAt ? row : undefined;
}
