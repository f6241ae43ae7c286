import { Controller, Get, Post, Query } from '@nestjs/common';
import {
  AuditEventPage,
  AuditEventsQuery,
  AuditVerification,
  type AuditEvent,
} from '@rap/contracts/audit-event';
import type { Page } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { AuditEventService } from './audit-event.service.ts';

@Controller('audit-events')
export class AuditEventController {
  private readonly events: AuditEventService;

  constructor(events: AuditEventService) {
    this.events = events;
  }

  @Get()
  @Answers(AuditEventPage)
  listAuditEvents(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: AuditEventsQuery }) query: AuditEventsQuery,
  ): Promise<Page<AuditEvent>> {
    return this.events.list(ctx, me, query);
  }

  @Post('verification')
  @Answers(AuditVerification)
  verifyAuditLog(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<AuditVerification> {
    return this.events.verify(ctx, me);
  }
}
