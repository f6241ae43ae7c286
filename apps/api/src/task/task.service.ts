import { Injectable } from '@nestjs/common';
import type { Page } from '@rap/contracts/paging';
import type { NewTask, Task, TaskChanges, TasksQuery } from '@rap/contracts/task';
import { findRecord, type WriteOutcome } from '@rap/database/records/write-record';
import { changeTask, completeTask, createTask, openTaskDetail } from '@rap/database/task/task-commands';
import { TaskEntity } from '@rap/database/task/task.entity';
import { listTasks } from '@rap/database/task/task-queries';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { notFound, stale } from '../http/problem-error.ts';

@Injectable()
export class TaskService {
  async create(ctx: FirmContext, me: Principal, input: NewTask): Promise<Task> {
    authorise(me, 'task.change');
    return present(ctx, await createTask(ctx, input));
  }

  async list(ctx: FirmContext, me: Principal, query: TasksQuery): Promise<Page<Task>> {
    authorise(me, 'task.read');
    const { limit, after, personId, assigneeId, status } = query;
    const filter = {
      ...(personId ? { personId } : {}),
      ...(assigneeId ? { assigneeId } : {}),
      ...(status ? { status } : {}),
    };
    const rows = await listTasks(ctx, filter, limit, readCursor(after));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last ? writeCursor({ value: last.id, id: last.id }) : null;
    return { items: await Promise.all(shown.map((task) => present(ctx, task))), next };
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Task> {
    authorise(me, 'task.read');
    const task = await findRecord(ctx, TaskEntity, id);
    if (!task) throw notFound('task');
    return present(ctx, task);
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: TaskChanges): Promise<Task> {
    authorise(me, 'task.change');
    return settled(ctx, await changeTask(ctx, id, input));
  }

  async complete(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Task> {
    authorise(me, 'task.change');
    return settled(ctx, await completeTask(ctx, id, version));
  }
}

async function settled(ctx: FirmContext, written: WriteOutcome<TaskEntity>): Promise<Task> {
  if (written.outcome === 'missing') throw notFound('task');
  if (written.outcome === 'stale') throw stale(await present(ctx, written.current));
  return present(ctx, written.row);
}

async function present(ctx: FirmContext, task: TaskEntity): Promise<Task> {
  return {
    id: task.id,
    version: task.version,
    title: task.title,
    detail: await openTaskDetail(ctx, task),
    personId: task.personId,
    assigneeId: task.assigneeId,
    dueAt: task.dueAt?.toISOString() ?? null,
    priority: task.priority,
    status: task.status,
    completedAt: task.completedAt?.toISOString() ?? null,
    madeBy: task.madeBy,
    createdAt: task.createdAt.toISOString(),
    deletedAt: task.deletedAt?.toISOString() ?? null,
  };
}
