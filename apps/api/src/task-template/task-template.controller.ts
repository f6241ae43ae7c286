import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { VersionQuery } from '@rap/contracts/paging';
import {
  NewTaskTemplate,
  TasksMade,
  TaskTemplate,
  TaskTemplateChanges,
  TaskTemplateList,
  TaskTemplateUse,
} from '@rap/contracts/task-template';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { TaskTemplateService } from './task-template.service.ts';

@Controller('task-templates')
export class TaskTemplateController {
  private readonly templates: TaskTemplateService;

  constructor(templates: TaskTemplateService) {
    this.templates = templates;
  }

  @Get()
  @Answers(TaskTemplateList)
  listTaskTemplates(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<TaskTemplateList> {
    return this.templates.list(ctx, me);
  }

  @Post()
  @Creates(TaskTemplate)
  createTaskTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewTaskTemplate }) body: NewTaskTemplate,
  ): Promise<TaskTemplate> {
    return this.templates.create(ctx, me, body);
  }

  @Patch(':id')
  @Answers(TaskTemplate)
  changeTaskTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: TaskTemplateChanges }) body: TaskTemplateChanges,
  ): Promise<TaskTemplate> {
    return this.templates.change(ctx, me, id, body);
  }

  @Delete(':id')
  @Answers(TaskTemplate)
  deleteTaskTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<TaskTemplate> {
    return this.templates.remove(ctx, me, id, query.version);
  }

  @Post(':id/use')
  @Creates(TasksMade)
  useTaskTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: TaskTemplateUse }) body: TaskTemplateUse,
  ): Promise<TasksMade> {
    return this.templates.use(ctx, me, id, body);
  }
}
