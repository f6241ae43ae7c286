import { Module } from '@nestjs/common';
import { AutomationFileService } from './automation-file.service.ts';
import { AutomationPauseService } from './automation-pause.service.ts';
import { AutomationSchemaController } from './automation-schema.controller.ts';
import { AutomationVersionController } from './automation-version.controller.ts';
import { AutomationVersionService } from './automation-version.service.ts';
import { AutomationController } from './automation.controller.ts';
import { AutomationService } from './automation.service.ts';

@Module({
  controllers: [AutomationController, AutomationVersionController, AutomationSchemaController],
  providers: [AutomationService, AutomationVersionService, AutomationPauseService, AutomationFileService],
})
export class AutomationModule {}
