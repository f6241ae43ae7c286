import { Module } from '@nestjs/common';
import { OperatorController } from './operator.controller.ts';
import { OperatorService } from './operator.service.ts';

@Module({ controllers: [OperatorController], providers: [OperatorService] })
export class OperatorModule {}
