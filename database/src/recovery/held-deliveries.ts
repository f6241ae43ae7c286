import { DeliveryEntity } from '../delivery/delivery.entity.ts';
import { refuseDelivery } from '../delivery/delivery-ledger.ts';
import { audit } from '../records/record-change.ts';
import { createTask } from '../task/task-commands.ts';
import type { FirmContext } from '../tenancy/context.ts';

export type RecoveryDecision = 'send' | 'drop';

/** Claimed, due before a restore that nobody has released, and not decided. */
const HELD = `d.state = 'claimed' and d.recoveryDecision is null
  and exists (select from app.recovery v where v.released_at is null and d.dueAt <= v.restored_at)`;

/** Whether a delivery waits for a person because of a restore; then somebody has a task, once. */
export async function askAboutHeld(
  ctx: FirmContext,
  row: Pick<DeliveryEntity, 'id' | 'personId' | 'channel'>,
): Promise<boolean> {
  if (!(await held(ctx, row.id))) return false;
  await createTask(
    ctx,
    {
      title: `Decide whether ${row.channel === 'email' ? 'an email' : 'a text'} goes out after the restore`,
      detail:
        'It may already have been sent in the time that was lost when the system was restored from a backup. It waits until somebody lets it go or drops it.',
      ...(row.personId ? { personId: row.personId } : {}),
      priority: 'high',
    },
    { madeBy: ctx.actor, effectKey: `recovery:${row.id}` },
  );
  return true;
}

/** Messages that wait for a decision, the oldest due first; at most 200. */
export async function heldDeliveries(ctx: FirmContext): Promise<DeliveryEntity[]> {
  return ctx.em
    .getRepository(DeliveryEntity)
    .createQueryBuilder('d')
    .where('d.firmId = :firmId', { firmId: ctx.firmId })
    .andWhere(HELD)
    .orderBy('d.dueAt')
    .addOrderBy('d.id')
    .limit(200)
    .getMany();
}

/** Lets a held message go, once, or drops it. Its run goes on either way. Undefined: it is not held. */
export async function decideHeld(
  ctx: FirmContext,
  id: string,
  decision: RecoveryDecision,
): Promise<DeliveryEntity | undefined> {
  const row = await held(ctx, id);
  if (!row) return undefined;
  await ctx.em.query(
    `update app.delivery set recovery_decision = $3 where firm_id = $1 and id = $2 and state = 'claimed'`,
    [ctx.firmId, id, decision],
  );
  await audit(ctx, 'app.delivery.recovery', { deliveryId: id, decision });
  if (decision === 'drop' && (await refuseDelivery(ctx, row, 'dropped'))) {
    const { personId, channel, purpose } = row;
    const payload = { deliveryId: id, channel, purpose, reason: 'dropped' };
    if (personId) ctx.emit({ subjectId: personId, kind: 'message.refused', payload });
  }
  return ctx.em.getRepository(DeliveryEntity).findOneByOrFail({ firmId: ctx.firmId, id });
}

async function held(ctx: FirmContext, id: string): Promise<DeliveryEntity | undefined> {
  const row = await ctx.em
    .getRepository(DeliveryEntity)
    .createQueryBuilder('d')
    .where('d.firmId = :firmId and d.id = :id', { firmId: ctx.firmId, id })
    .andWhere(HELD)
    .getOne();
  return row ?? undefined;
}
