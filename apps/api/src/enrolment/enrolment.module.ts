import { Module } from '@nestjs/common';
import { EntryService } from './entry.service.ts';
import { EnrolmentController } from './enrolment.controller.ts';
import { EnrolmentService } from './enrolment.service.ts';
import { RunControlService } from './run-control.service.ts';

@Module({
  controllers: [EnrolmentController],
  providers: [EnrolmentService, EntryService, RunControlService],
})
export class EnrolmentModule {}
