import { Module } from '@nestjs/common';
import { OperatorPageController } from './operator-page.controller.ts';
import { OperatorController } from './operator.controller.ts';
import { OperatorService } from './operator.service.ts';

@Module({ controllers: [OperatorController, OperatorPageController], providers: [OperatorService] })
export class OperatorModule {}
