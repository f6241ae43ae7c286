import { Module } from '@nestjs/common';
import { EnrolmentController } from './enrolment.controller.ts';
import { EnrolmentService } from './enrolment.service.ts';

@Module({ controllers: [EnrolmentController], providers: [EnrolmentService] })
export class EnrolmentModule {}
