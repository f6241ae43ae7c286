import { Module } from '@nestjs/common';
import { TimelineController } from './timeline.controller.ts';
import { TimelineService } from './timeline.service.ts';

@Module({ controllers: [TimelineController], providers: [TimelineService] })
export class TimelineModule {}
