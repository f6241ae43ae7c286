import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import {
  LeadSource,
  LeadSourceChanges,
  LeadSourcePage,
  LeadSourcesQuery,
  NewLeadSource,
} from '@rap/contracts/lead';
import type { Page } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { LeadSourceService } from './lead-source.service.ts';

@Controller('lead-sources')
export class LeadSourceController {
  private readonly sources: LeadSourceService;

  constructor(sources: LeadSourceService) {
    this.sources = sources;
  }

  @Get()
  @Answers(LeadSourcePage)
  listLeadSources(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: LeadSourcesQuery }) query: LeadSourcesQuery,
  ): Promise<Page<LeadSource>> {
    return this.sources.list(ctx, me, query);
  }

  @Post()
  @Creates(LeadSource)
  createLeadSource(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewLeadSource }) body: NewLeadSource,
  ): Promise<LeadSource> {
    return this.sources.create(ctx, me, body);
  }

  @Patch(':id')
  @Answers(LeadSource)
  changeLeadSource(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: LeadSourceChanges }) body: LeadSourceChanges,
  ): Promise<LeadSource> {
    return this.sources.change(ctx, me, id, body);
  }
}
