import type { GateCheck } from '@rap/contracts/consent';
import { fieldsOf, returned } from '../records/returning.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { DeliveryEntity, type DeliveryState } from './delivery.entity.ts';

export interface DeliveryClaim {
  readonly id: string;
  readonly effectKey: string;
  readonly personId: string | null;
  readonly communicationId: string | null;
  readonly channel: 'email' | 'sms';
  readonly purpose: 'service' | 'marketing';
  readonly addressSealed: Buffer;
  readonly addressHash: Buffer;
  readonly templateKey: string | null;
  readonly templateNumber: number | null;
  readonly contentSealed: Buffer;
  readonly contentHash: Buffer;
  readonly claimSeq: number;
  readonly dueAtMs: number;
  readonly notAfterMs: number;
  readonly checks: GateCheck[];
}

const LEFT_BEHIND_MS = 3_600_000;

/** How a delivery ended, or that it may have left (`unknown`): never sent again by itself. */
export type Settled = Extract<DeliveryState, 'accepted' | 'refused' | 'unknown'>;

/** The delivery of an effect key, when there is one. */
export async function findDelivery(ctx: FirmContext, effectKey: string): Promise<DeliveryEntity | undefined> {
  return (
    (await ctx.em.getRepository(DeliveryEntity).findOneBy({ firmId: ctx.firmId, effectKey })) ?? undefined
  );
}

/** Writes the row in state `claimed`. Answers the row that stands when another attempt was first. */
export async function claimDelivery(ctx: FirmContext, claim: DeliveryClaim): Promise<DeliveryEntity> {
  const { dueAtMs, notAfterMs, claimSeq, ...columns } = claim;
  const inserted = await ctx.em
    .createQueryBuilder()
    .insert()
    .into(DeliveryEntity)
    .values({
      ...columns,
      claimSeq: String(claimSeq),
      occurredAt: new Date(ctx.now()),
      dueAt: new Date(dueAtMs),
      notAfter: new Date(notAfterMs),
      actor: ctx.actor,
      correlationId: ctx.correlationId,
    })
    .orIgnore()
    .returning(fieldsOf(ctx, DeliveryEntity))
    .execute();
  const row = returned(ctx, DeliveryEntity, inserted.raw)[0] ?? (await findDelivery(ctx, claim.effectKey));
  if (!row) throw new Error('the claimed delivery cannot be read back');
  return row;
}

/**
 * claimed -> handing_over; the commit of this must come before the network call. Refused past `not_after`, and for what was
 * due before a restore until a person has decided: between backup and restore it may have left. The claim number goes up, so an attempt
 * that lost the race stops at its next step.
 */
export async function beginHandOver(
  ctx: FirmContext,
  row: Pick<DeliveryEntity, 'id' | 'claimNo'>,
): Promise<{ claimNo: number } | undefined> {
  const rows: [{ claim_no: number }[], number] = await ctx.em.query(
    `update app.delivery d set state = 'handing_over', handed_at = clock_timestamp(), claim_no = d.claim_no + 1
      where d.firm_id = $1 and d.id = $2 and d.claim_no = $3 and d.state = 'claimed' and d.not_after > $4
        and (d.recovery_decision = 'send' or not exists (
             select from app.recovery v where v.released_at is null and d.due_at <= v.restored_at))
      returning d.claim_no`,
    [ctx.firmId, row.id, row.claimNo, new Date(ctx.now())],
  );
  const updated = rows[0][0];
  return updated ? { claimNo: updated.claim_no } : undefined;
}

/** handing_over -> accepted | refused | unknown; the row learns whether a copy is owed. False: another attempt settled it first. */
export async function settleDelivery(
  ctx: FirmContext,
  row: Pick<DeliveryEntity, 'id' | 'claimNo' | 'archive'>,
  state: Settled,
  result: { providerId?: string; reason?: string } = {},
): Promise<boolean> {
  return step(ctx, row, 'handing_over', state, result);
}

/** handing_over -> claimed: the provider was asked and never got it, so it may be tried again. */
export async function takeBack(
  ctx: FirmContext,
  row: Pick<DeliveryEntity, 'id' | 'claimNo'>,
): Promise<boolean> {
  const result: [unknown[], number] = await ctx.em.query(
    `update app.delivery set state = 'claimed', claim_no = claim_no + 1, handed_at = null
      where firm_id = $1 and id = $2 and claim_no = $3 and state = 'handing_over'`,
    [ctx.firmId, row.id, row.claimNo],
  );
  return result[1] === 1;
}

/**
 * Rows that nobody came back for: claimed and past their time, or being handed over for an hour, when every provider knows
 * what it got. At most 100, oldest first.
 */
export async function leftBehind(ctx: FirmContext): Promise<DeliveryEntity[]> {
  return ctx.em
    .getRepository(DeliveryEntity)
    .createQueryBuilder('d')
    .where('d.firmId = :firmId', { firmId: ctx.firmId })
    .andWhere(
      `(d.state = 'claimed' and d.notAfter < :past
        or d.state = 'handing_over' and d.handedAt < clock_timestamp() - interval '1 hour')`,
      { past: new Date(ctx.now() - LEFT_BEHIND_MS) },
    )
    .orderBy('d.dueAt')
    .limit(100)
    .getMany();
}

/** claimed -> refused, with the gate's coded reason (`too_late` past its time). */
export async function refuseDelivery(
  ctx: FirmContext,
  row: Pick<DeliveryEntity, 'id' | 'claimNo'>,
  reason: string,
): Promise<boolean> {
  return step(ctx, row, 'claimed', 'refused', { reason });
}

async function step(
  ctx: FirmContext,
  row: Pick<DeliveryEntity, 'id' | 'claimNo'> & Partial<Pick<DeliveryEntity, 'archive'>>,
  from: DeliveryState,
  to: Settled,
  result: { providerId?: string; reason?: string },
): Promise<boolean> {
  const [rows]: [Pick<DeliveryEntity, 'archive'>[], number] = await ctx.em.query(
    // whatever left, or may have left, is owed to the archive: here, so that no way of sending can forget it
    `update app.delivery set state = $5, settled_at = clock_timestamp(), provider_id = $6, reason = $7,
            archive = (select 'due' from app.firm f
                        where f.firm_id = $1 and f.settings ->> 'archiveAddress' <> '' and $5 in ('accepted', 'unknown'))
      where firm_id = $1 and id = $2 and claim_no = $3 and state = $4 returning archive`,
    [ctx.firmId, row.id, row.claimNo, from, to, result.providerId ?? null, result.reason ?? null],
  );
  const settled = rows[0];
  if (settled) row.archive = settled.archive;
  return settled !== undefined;
}
