import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { LeadCounts, LeadExportQuery, LeadRow, LeadRowsQuery } from '@rap/contracts/lead';
import { pageOf, type Page } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { LeadExportService } from './lead-export.service.ts';
import { LeadRowsService } from './lead-rows.service.ts';

const LeadRowPage = pageOf(LeadRow, 'LeadRowPage');

/** Leads as a list shows them: with the person, the source, the owner, and where an automation has them. */
@Controller('lead-rows')
export class LeadRowsController {
  private readonly rows: LeadRowsService;
  private readonly files: LeadExportService;

  constructor(rows: LeadRowsService, files: LeadExportService) {
    this.rows = rows;
    this.files = files;
  }

  @Get()
  @Answers(LeadRowPage)
  listLeadRows(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: LeadRowsQuery }) query: LeadRowsQuery,
  ): Promise<Page<LeadRow>> {
    return this.rows.list(ctx, me, query);
  }

  @Get('export')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="leads.csv"')
  @Header('cache-control', 'no-store')
  @ApiProduces('text/csv')
  @ApiOkResponse({ type: String })
  exportLeads(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: LeadExportQuery }) query: LeadExportQuery,
  ): Promise<string> {
    return this.files.write(ctx, me, query);
  }

  @Get('counts')
  @Answers(LeadCounts)
  countLeads(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<LeadCounts> {
    return this.rows.counts(ctx, me);
  }
}
