import { Module } from '@nestjs/common';
import { LeadFormController } from './lead-form.controller.ts';
import { LeadFormService } from './lead-form.service.ts';
import { PublicFormController } from './public-form.controller.ts';
import { PublicFormService } from './public-form.service.ts';

@Module({
  controllers: [LeadFormController, PublicFormController],
  providers: [LeadFormService, PublicFormService],
})
export class LeadFormModule {}
