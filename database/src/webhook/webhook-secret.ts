import { randomBytes } from 'node:crypto';
import type { FirmContext } from '../tenancy/context.ts';

const SECRET_BYTES = 32;
const HOUR_MS = 3_600_000;

/** A row that signs or checks with a secret, and for a while with the one before. */
export interface SecretHolder {
  readonly id: string;
  readonly secretSealed: Buffer;
  readonly oldSecretSealed: Buffer | null;
  readonly oldSecretUntil: Date | null;
}

/** A signing secret as the Standard Webhooks rules write it. */
const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

/** Makes and opens the secrets of one table's rows. */
export class WebhookSecrets {
  private readonly table: 'app.webhook_endpoint' | 'app.webhook_source';

  constructor(table: 'app.webhook_endpoint' | 'app.webhook_source') {
    this.table = table;
  }

  async make(ctx: FirmContext, rowId: string): Promise<{ secret: string; secretSealed: Buffer }> {
    const secret = newSecret();
    return { secret, secretSealed: await ctx.sealer.seal(this.place(rowId, 'secret'), secret) };
  }

  /** A new secret, and the one before for `overlapHours` beside it. */
  async rotate(
    ctx: FirmContext,
    row: SecretHolder,
    overlapHours: number,
  ): Promise<{ secret: string; columns: Omit<SecretHolder, 'id'> }> {
    const { secret, secretSealed } = await this.make(ctx, row.id);
    const old = await ctx.sealer.open(this.place(row.id, 'secret'), row.secretSealed);
    const overlaps = overlapHours > 0;
    return {
      secret,
      columns: {
        secretSealed,
        oldSecretSealed: overlaps ? await ctx.sealer.seal(this.place(row.id, 'old_secret'), old) : null,
        oldSecretUntil: overlaps ? new Date(ctx.now() + overlapHours * HOUR_MS) : null,
      },
    };
  }

  /** The secrets that hold now, the newest first. */
  async current(ctx: FirmContext, row: SecretHolder): Promise<readonly string[]> {
    const secret = await ctx.sealer.open(this.place(row.id, 'secret'), row.secretSealed);
    if (row.oldSecretSealed === null || (row.oldSecretUntil?.getTime() ?? 0) <= ctx.now()) return [secret];
    return [secret, await ctx.sealer.open(this.place(row.id, 'old_secret'), row.oldSecretSealed)];
  }

  private place(rowId: string, column: 'secret' | 'old_secret') {
    return { table: this.table, column, rowId };
  }
}
