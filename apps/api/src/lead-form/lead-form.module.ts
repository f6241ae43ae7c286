import { Module } from '@nestjs/common';
import { LeadFormController } from './lead-form.controller.ts';
import { LeadFormService } from './lead-form.service.ts';

@Module({ controllers: [LeadFormController], providers: [LeadFormService] })
export class LeadFormModule {}
