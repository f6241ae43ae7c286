import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { NewTask, Task, TaskChanges, TasksQuery } from '@rap/contracts/task';
import { pageOf, type Page, VersionQuery, VersionSeen } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { TaskService } from './task.service.ts';

const TaskPage = pageOf(Task, 'TaskPage');

@Controller('tasks')
export class TaskController {
  private readonly tasks: TaskService;

  constructor(tasks: TaskService) {
    this.tasks = tasks;
  }

  @Post()
  @Creates(Task)
  createTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewTask }) body: NewTask,
  ): Promise<Task> {
    return this.tasks.create(ctx, me, body);
  }

  @Get()
  @Answers(TaskPage)
  listTasks(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: TasksQuery }) query: TasksQuery,
  ): Promise<Page<Task>> {
    return this.tasks.list(ctx, me, query);
  }

  @Get(':id')
  @Answers(Task)
  getTask(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Task> {
    return this.tasks.get(ctx, me, id);
  }

  @Patch(':id')
  @Answers(Task)
  changeTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: TaskChanges }) body: TaskChanges,
  ): Promise<Task> {
    return this.tasks.change(ctx, me, id, body);
  }

  @Post(':id/complete')
  @Answers(Task)
  completeTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Task> {
    return this.tasks.complete(ctx, me, id, body.version);
  }

  @Post(':id/cancel')
  @Answers(Task)
  cancelTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Task> {
    return this.tasks.cancel(ctx, me, id, body.version);
  }

  @Post(':id/reopen')
  @Answers(Task)
  reopenTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Task> {
    return this.tasks.reopen(ctx, me, id, body.version);
  }

  @Delete(':id')
  @Answers(Task)
  deleteTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Task> {
    return this.tasks.remove(ctx, me, id, query.version);
  }

  @Post(':id/restore')
  @Answers(Task)
  restoreTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Task> {
    return this.tasks.restore(ctx, me, id, query.version);
  }
}
