import { Module } from '@nestjs/common';
import { LeadController } from './lead.controller.ts';
import { LeadService } from './lead.service.ts';

@Module({ controllers: [LeadController], providers: [LeadService], exports: [LeadService] })
export class LeadModule {}
