import { Module } from '@nestjs/common';
import { LeadController } from './lead.controller.ts';
import { LeadService } from './lead.service.ts';
import { LeadExportService } from './lead-export.service.ts';
import { LeadRowsController } from './lead-rows.controller.ts';
import { LeadRowsService } from './lead-rows.service.ts';

@Module({
  controllers: [LeadController, LeadRowsController],
  providers: [LeadService, LeadRowsService, LeadExportService],
  exports: [LeadService],
})
export class LeadModule {}
