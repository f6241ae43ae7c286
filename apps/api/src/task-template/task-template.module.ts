import { Module } from '@nestjs/common';
import { TaskTemplateController } from './task-template.controller.ts';
import { TaskTemplateService } from './task-template.service.ts';

@Module({ controllers: [TaskTemplateController], providers: [TaskTemplateService] })
export class TaskTemplateModule {}
