import { Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import {
  AuditEventPage,
  AuditEventsQuery,
  AuditExportQuery,
  AuditVerification,
  AuditVersionQuery,
  type AuditEvent,
} from '@rap/contracts/audit-event';
import { RecordVersion } from '@rap/contracts/history';
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

  @Get('export')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="audit-log.csv"')
  @Header('cache-control', 'no-store')
  @ApiProduces('text/csv')
  @ApiOkResponse({ type: String })
  exportAuditEvents(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: AuditExportQuery }) query: AuditExportQuery,
  ): Promise<string> {
    return this.events.export(ctx, me, query);
  }

  @Get('version')
  @Answers(RecordVersion)
  openAuditVersion(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: AuditVersionQuery }) query: AuditVersionQuery,
  ): Promise<RecordVersion> {
    return this.events.version(ctx, me, query);
  }

  @Post('verification')
  @Answers(AuditVerification)
  verifyAuditLog(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<AuditVerification> {
    return this.events.verify(ctx, me);
  }
}
