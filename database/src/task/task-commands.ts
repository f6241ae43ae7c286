import type { NewTask, TaskChanges } from '@rap/contracts/task';
import { emitFieldChanges } from '../records/field-changes.ts';
import { newId } from '../records/new-id.ts';
import { findRecord, insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { TaskEntity } from './task.entity.ts';

export interface TaskOrigin {
  /** the run that makes it; null where a person's own doing does */
  readonly madeBy: string | null;
  /** `{run}:{node}:{visit}` of a step: repeating it finds the task instead of making another */
  readonly effectKey: string;
}

/** Makes a task; for an automation's step exactly once by its effect key. */
export async function createTask(ctx: FirmContext, input: NewTask, origin?: TaskOrigin): Promise<TaskEntity> {
  if (origin) {
    const made = await ctx.em
      .getRepository(TaskEntity)
      .findOneBy({ firmId: ctx.firmId, effectKey: origin.effectKey });
    if (made) return made;
  }
  const id = newId();
  return insertRecord(ctx, TaskEntity, {
    id,
    title: input.title,
    detailSealed: await ctx.sealer.seal(detailOf(id), input.detail ?? null),
    personId: input.personId ?? null,
    assigneeId: input.assigneeId ?? null,
    dueAt: input.dueAt ? new Date(input.dueAt) : null,
    priority: input.priority ?? 'normal',
    recurrence: input.recurrence ?? null,
    madeBy: origin?.madeBy ?? null,
    effectKey: origin?.effectKey ?? null,
    occurredAt: new Date(ctx.now()),
  });
}

/** Changes what is named; the rest stays. A new due date lets the task become overdue again. */
export async function changeTask(
  ctx: FirmContext,
  id: string,
  input: TaskChanges,
): Promise<WriteOutcome<TaskEntity>> {
  const { version, detail, dueAt, ...rest } = input;
  const before = await findRecord(ctx, TaskEntity, id);
  const written = await updateRecord(ctx, TaskEntity, id, version, {
    ...rest,
    ...(detail === undefined ? {} : { detailSealed: await ctx.sealer.seal(detailOf(id), detail) }),
    ...(dueAt === undefined ? {} : { dueAt: dueAt === null ? null : new Date(dueAt), overdueRaisedAt: null }),
  });
  if (written.outcome === 'written' && before && written.row.personId) {
    const about = { subjectId: written.row.personId, record: 'task', recordId: id } as const;
    emitFieldChanges(ctx, about, before, written.row, Object.keys({ ...rest, dueAt }));
  }
  return written;
}

/** Marks a task as not to be done. Nothing waits for it any more, and nothing was completed. */
export async function cancelTask(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<TaskEntity>> {
  return updateRecord(ctx, TaskEntity, id, version, { status: 'cancelled' });
}

/** The detail text of a task the actor may see. */
export async function openTaskDetail(ctx: FirmContext, task: TaskEntity): Promise<string | null> {
  return ctx.sealer.open(detailOf(task.id), task.detailSealed);
}

const detailOf = (id: string) => ({ table: 'app.task', column: 'detail', rowId: id });
