import { Module } from '@nestjs/common';
import { AutomationController } from './automation.controller.ts';
import { AutomationService } from './automation.service.ts';

@Module({ controllers: [AutomationController], providers: [AutomationService] })
export class AutomationModule {}
