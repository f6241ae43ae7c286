import { Module } from '@nestjs/common';
import { TaskController } from './task.controller.ts';
import { TaskService } from './task.service.ts';

@Module({ controllers: [TaskController], providers: [TaskService], exports: [TaskService] })
export class TaskModule {}
