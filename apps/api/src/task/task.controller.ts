import { Body, Controller, Get, Param, Patch, Post, Query, SerializeOptions } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { pageOf, type Page } from '@rap/contracts/paging';
import { NewTask, Task, TaskChanges, TasksQuery, VersionSeen } from '@rap/contracts/task';
import type { FirmContext } from '@rap/database/tenancy/context';
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
  @SerializeOptions({ schema: Task })
  @ApiCreatedResponse({ standardSchema: Task })
  createTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewTask }) body: NewTask,
  ): Promise<Task> {
    return this.tasks.create(ctx, me, body);
  }

  @Get()
  @SerializeOptions({ schema: TaskPage })
  @ApiOkResponse({ standardSchema: TaskPage })
  listTasks(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: TasksQuery }) query: TasksQuery,
  ): Promise<Page<Task>> {
    return this.tasks.list(ctx, me, query);
  }

  @Get(':id')
  @SerializeOptions({ schema: Task })
  @ApiOkResponse({ standardSchema: Task })
  getTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<Task> {
    return this.tasks.get(ctx, me, id);
  }

  @Patch(':id')
  @SerializeOptions({ schema: Task })
  @ApiOkResponse({ standardSchema: Task })
  changeTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: TaskChanges }) body: TaskChanges,
  ): Promise<Task> {
    return this.tasks.change(ctx, me, id, body);
  }

  @Post(':id/complete')
  @SerializeOptions({ schema: Task })
  @ApiCreatedResponse({ standardSchema: Task })
  completeTask(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Task> {
    return this.tasks.complete(ctx, me, id, body.version);
  }
}
