import { Module } from '@nestjs/common';
import { TemplateTestController } from './template-test.controller.ts';
import { TemplateTestService } from './template-test.service.ts';
import { TemplateController } from './template.controller.ts';
import { TemplateService } from './template.service.ts';

@Module({
  controllers: [TemplateController, TemplateTestController],
  providers: [TemplateService, TemplateTestService],
})
export class TemplateModule {}
