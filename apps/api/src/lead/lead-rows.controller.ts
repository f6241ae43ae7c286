import { Controller, Get, Query } from '@nestjs/common';
import { LeadCounts, LeadRow, LeadRowsQuery } from '@rap/contracts/lead';
import { pageOf, type Page } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { LeadRowsService } from './lead-rows.service.ts';

const LeadRowPage = pageOf(LeadRow, 'LeadRowPage');

/** Leads as a list shows them: with the person, the source, the owner, and where an automation has them. */
@Controller('lead-rows')
export class LeadRowsController {
  private readonly rows: LeadRowsService;

  constructor(rows: LeadRowsService) {
    this.rows = rows;
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

  @Get('counts')
  @Answers(LeadCounts)
  countLeads(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<LeadCounts> {
    return this.rows.counts(ctx, me);
  }
}
