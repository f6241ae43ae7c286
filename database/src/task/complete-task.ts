import { nextDue } from '@rap/domain/task/recurrence';
import { FirmEntity } from '../firm/firm.entity.ts';
import {
  deleteRecord,
  findRecord,
  restoreRecord,
  updateRecord,
  type WriteOutcome,
} from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { createTask, openTaskDetail } from './task-commands.ts';
import { TaskEntity } from './task.entity.ts';

/**
 * Marks a task done, makes the next one where it recurs, and raises `task.completed` for
 * its person, once: a task that is done already stays as it is.
 */
export async function completeTask(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<TaskEntity>> {
  const task = await findRecord(ctx, TaskEntity, id);
  if (task?.status === 'done') return { outcome: 'written', row: task };
  const written = await updateRecord(ctx, TaskEntity, id, version, {
    status: 'done',
    completedAt: new Date(ctx.now()),
  });
  if (written.outcome === 'written' && written.row.personId) {
    ctx.emit({ subjectId: written.row.personId, kind: 'task.completed', payload: { taskId: id } });
  }
  if (written.outcome === 'written') await makeNext(ctx, written.row);
  return written;
}

/** Opens a task again; it can become overdue again, and the next one that nobody has touched is taken back. */
export async function reopenTask(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<TaskEntity>> {
  const written = await updateRecord(ctx, TaskEntity, id, version, {
    status: 'open',
    completedAt: null,
    overdueRaisedAt: null,
  });
  if (written.outcome === 'written') await takeBackNext(ctx, id);
  return written;
}

/** Names the one that comes after: whoever completes a task, and however often, makes it once. */
const nextKey = (taskId: string): string => `recurs:${taskId}`;

const findNext = (ctx: FirmContext, taskId: string): Promise<TaskEntity | null> =>
  ctx.em.getRepository(TaskEntity).findOneBy({ firmId: ctx.firmId, effectKey: nextKey(taskId) });

async function makeNext(ctx: FirmContext, task: TaskEntity): Promise<void> {
  const { recurrence, dueAt, completedAt } = task;
  if (!recurrence || !dueAt || !completedAt) return;
  const before = await findNext(ctx, task.id);
  if (before) {
    // it had been taken back with the tick
    if (before.deletedAt) await restoreRecord(ctx, TaskEntity, before.id, before.version);
    return;
  }
  const { timeZone } = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  const { title, personId, assigneeId, priority } = task;
  await createTask(
    ctx,
    {
      title,
      personId,
      assigneeId,
      priority,
      recurrence,
      detail: await openTaskDetail(ctx, task),
      dueAt: new Date(nextDue(dueAt.getTime(), completedAt.getTime(), recurrence, timeZone)).toISOString(),
    },
    { madeBy: null, effectKey: nextKey(task.id) },
  );
}

async function takeBackNext(ctx: FirmContext, taskId: string): Promise<void> {
  const next = await findNext(ctx, taskId);
  const untouched = next?.version === 1 && next.status === 'open' && !next.deletedAt;
  if (untouched) await deleteRecord(ctx, TaskEntity, next.id, next.version);
}
