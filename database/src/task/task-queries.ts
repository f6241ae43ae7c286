import type { FirmContext } from '../tenancy/context.ts';
import { TaskEntity } from './task.entity.ts';

export interface TaskFilter {
  readonly personId?: string;
  readonly assigneeId?: string;
  readonly status?: TaskEntity['status'];
}

/** The newest tasks first, `limit + 1` rows at most, so that the caller knows whether more follow. */
export async function listTasks(
  ctx: FirmContext,
  filter: TaskFilter,
  limit: number,
  after?: { value: string; id: string },
): Promise<TaskEntity[]> {
  const query = ctx.em
    .getRepository(TaskEntity)
    .createQueryBuilder('t')
    .where('t.firmId = :firmId and t.deletedAt is null', { firmId: ctx.firmId })
    .orderBy('t.id', 'DESC')
    .limit(limit + 1);
  if (filter.personId) query.andWhere('t.personId = :personId', { personId: filter.personId });
  if (filter.assigneeId) query.andWhere('t.assigneeId = :assigneeId', { assigneeId: filter.assigneeId });
  if (filter.status) query.andWhere('t.status = :status', { status: filter.status });
  // ids are made in the order of their time (uuidv7), so the id alone is the place in the list
  if (after) query.andWhere('t.id < :id', { id: after.id });
  return query.getMany();
}
