import { Controller, Get, Query } from '@nestjs/common';
import { TimelinePage, TimelineQuery } from '@rap/contracts/timeline';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { TimelineService } from './timeline.service.ts';

@Controller('people')
export class TimelineController {
  private readonly timeline: TimelineService;

  constructor(timeline: TimelineService) {
    this.timeline = timeline;
  }

  @Get(':id/timeline')
  @Answers(TimelinePage)
  timelineOfPerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
  ): Promise<TimelinePage> {
    return this.timeline.read(ctx, me, id, query);
  }
}
