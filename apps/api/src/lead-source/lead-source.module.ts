import { Module } from '@nestjs/common';
import { LeadSourceController } from './lead-source.controller.ts';
import { LeadSourceService } from './lead-source.service.ts';

@Module({ controllers: [LeadSourceController], providers: [LeadSourceService] })
export class LeadSourceModule {}
