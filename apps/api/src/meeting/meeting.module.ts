import { Module } from '@nestjs/common';
import { MeetingController } from './meeting.controller.ts';
import { MeetingService } from './meeting.service.ts';

@Module({ controllers: [MeetingController], providers: [MeetingService] })
export class MeetingModule {}
