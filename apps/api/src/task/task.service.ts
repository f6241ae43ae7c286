import { Injectable } from '@nestjs/common';
import type { Page } from '@rap/contracts/paging';
import type { NewTask, Task, TaskChanges, TasksQuery } from '@rap/contracts/task';
import { listRecords, NEWEST, type ListOrder } from '@rap/database/records/list-records';
import { deleteRecord, restoreRecord } from '@rap/database/records/write-record';
import { completeTask, reopenTask } from '@rap/database/task/complete-task';
import { cancelTask, changeTask, createTask, openTaskDetail } from '@rap/database/task/task-commands';
import { TaskEntity } from '@rap/database/task/task.entity';
import type { FirmContext } from '@rap/database/tenancy/context';
import { drawnStep } from '@rap/domain/automation/definition/lowered-id';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, type ProblemError } from '../http/problem-error.ts';
import { found, paged, settled } from '../http/settled.ts';

const task = { what: 'task', show: presentTask };
/** The first to be done first; those without a day at the end. */
const DUE: ListOrder = { by: `coalesce(r.dueAt, 'infinity')`, type: 'timestamptz', descending: false };

@Injectable()
export class TaskService {
  async create(ctx: FirmContext, me: Principal, input: NewTask): Promise<Task> {
    authorise(me, 'task.change');
    if (input.recurrence && !input.dueAt) throw needsDay();
    return presentTask(ctx, await createTask(ctx, input));
  }

  async list(ctx: FirmContext, me: Principal, query: TasksQuery): Promise<Page<Task>> {
    authorise(me, 'task.read');
    const { limit, after, deleted, sort, dueFrom, dueBefore, ...where } = query;
    const order = sort === 'due' ? DUE : NEWEST;
    const listed = await listRecords(ctx, TaskEntity, {
      where,
      narrow: (tasks) => {
        if (dueFrom) tasks.andWhere('r.dueAt >= :dueFrom', { dueFrom: new Date(dueFrom) });
        if (dueBefore) tasks.andWhere('r.dueAt < :dueBefore', { dueBefore: new Date(dueBefore) });
      },
      order,
      limit,
      deleted,
      after: readCursor(after),
    });
    return paged(ctx, task, listed);
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Task> {
    authorise(me, 'task.read');
    return presentTask(ctx, await found(ctx, TaskEntity, id, 'task'));
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: TaskChanges): Promise<Task> {
    authorise(me, 'task.change');
    const { dueAt, recurrence } = await found(ctx, TaskEntity, id, task.what);
    const after = { dueAt, recurrence, ...input };
    if (after.recurrence && !after.dueAt) throw needsDay();
    return settled(ctx, task, await changeTask(ctx, id, input));
  }

  async complete(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Task> {
    authorise(me, 'task.change');
    return settled(ctx, task, await completeTask(ctx, id, version));
  }

  async cancel(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Task> {
    authorise(me, 'task.change');
    return settled(ctx, task, await cancelTask(ctx, id, version));
  }

  async reopen(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Task> {
    authorise(me, 'task.change');
    return settled(ctx, task, await reopenTask(ctx, id, version));
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Task> {
    authorise(me, 'task.change');
    return settled(ctx, task, await deleteRecord(ctx, TaskEntity, id, version));
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Task> {
    authorise(me, 'task.change');
    return settled(ctx, task, await restoreRecord(ctx, TaskEntity, id, version));
  }
}

const needsDay = (): ProblemError =>
  invalid([
    {
      field: 'recurrence',
      code: 'needs_a_day',
      message: 'A task that comes again needs a day on which it is due.',
    },
  ]);

export async function presentTask(ctx: FirmContext, row: TaskEntity): Promise<Task> {
  return {
    id: row.id,
    version: row.version,
    title: row.title,
    detail: await openTaskDetail(ctx, row),
    personId: row.personId,
    assigneeId: row.assigneeId,
    dueAt: row.dueAt?.toISOString() ?? null,
    priority: row.priority,
    recurrence: row.recurrence,
    status: row.status,
    completedAt: row.completedAt?.toISOString() ?? null,
    madeBy: row.madeBy,
    madeAtStep: stepThatMade(row),
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}

/** An effect key is `{run}:{node}:{visit}`; what is made beside the steps, such as the question what became of a message, has another. */
function stepThatMade({ madeBy, effectKey }: TaskEntity): string | null {
  if (!madeBy || !effectKey?.startsWith(`${madeBy}:`)) return null;
  const [node] = effectKey.slice(madeBy.length + 1).split(':');
  return node ? drawnStep(node) : null;
}
