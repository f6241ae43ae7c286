import { supersedes, type TextState } from '@rap/domain/messages/text-state';
import { optOut } from '../consent/consent-commands.ts';
import type { FirmContext } from '../tenancy/context.ts';

export interface TextStatusTaken {
  readonly state: TextState;
  readonly error: { readonly code: string } | null;
}

/**
 * Keeps how a text fares. Callbacks come twice and out of order: a final state is never taken back. A carrier's word that the
 * number has opted out, or takes no texts, is taken at once.
 */
export async function takeTextStatus(
  ctx: FirmContext,
  deliveryId: string,
  status: TextStatusTaken,
): Promise<void> {
  const rows: {
    id: string;
    person_id: string | null;
    provider_state: TextState | null;
    address_sealed: Buffer;
  }[] = await ctx.em.query(
    `select id, person_id, provider_state, address_sealed from app.delivery where firm_id = $1 and id = $2 for update`,
    [ctx.firmId, deliveryId],
  );
  const row = rows[0];
  if (!row || !supersedes(status.state, row.provider_state)) return;
  await ctx.em.query(
    `update app.delivery set provider_state = $3, reason = coalesce($4, reason) where firm_id = $1 and id = $2`,
    [ctx.firmId, row.id, status.state, status.error?.code ?? null],
  );
  if (!status.error) return;
  const place = { table: 'app.delivery', column: 'address', rowId: row.id };
  const address = await ctx.sealer.open(place, row.address_sealed);
  if (status.error.code === 'opted_out') {
    await optOut(ctx, { channel: 'sms', address, scope: 'all', source: 'provider', personId: row.person_id });
  }
  if (status.error.code === 'landline' || status.error.code === 'address_invalid') {
    await ctx.em.query(`update app.person_phone set can_text = false where firm_id = $1 and e164 = $2`, [
      ctx.firmId,
      address,
    ]);
  }
}
