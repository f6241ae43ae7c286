import type { FirmContext } from '../tenancy/context.ts';
import { DeliveryEntity } from './delivery.entity.ts';

/** Deliveries whose copy the firm's archive has not got yet, oldest first, at most 100. */
export async function owedToArchive(ctx: FirmContext): Promise<DeliveryEntity[]> {
  return ctx.em.getRepository(DeliveryEntity).find({
    where: { firmId: ctx.firmId, archive: 'due' },
    order: { settledAt: 'ASC', id: 'ASC' },
    take: 100,
  });
}

/** How many copies are owed, and since when the oldest is. */
export async function archiveBacklog(ctx: FirmContext): Promise<{ count: number; since: Date | null }> {
  const rows: { count: number; since: Date | null }[] = await ctx.em.query(
    `select count(*)::int as count, min(settled_at) as since from app.delivery where firm_id = $1 and archive = 'due'`,
    [ctx.firmId],
  );
  return rows[0] ?? { count: 0, since: null };
}

/** The archive has taken its copy. */
export async function noteArchived(ctx: FirmContext, deliveryId: string): Promise<void> {
  await ctx.em.query(
    `update app.delivery set archive = 'done' where firm_id = $1 and id = $2 and archive = 'due'`,
    [ctx.firmId, deliveryId],
  );
}
