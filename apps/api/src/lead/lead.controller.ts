import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { Lead, LeadsQuery, NewLead, LeadChanges, Conversion, StageChange } from '@rap/contracts/lead';
import { pageOf, type Page, VersionQuery } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { LeadService } from './lead.service.ts';

const LeadPage = pageOf(Lead, 'LeadPage');

@Controller('leads')
export class LeadController {
  private readonly leads: LeadService;

  constructor(leads: LeadService) {
    this.leads = leads;
  }

  @Post()
  @Creates(Lead)
  createLead(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewLead }) body: NewLead,
  ): Promise<Lead> {
    return this.leads.create(ctx, me, body);
  }

  @Get()
  @Answers(LeadPage)
  listLeads(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: LeadsQuery }) query: LeadsQuery,
  ): Promise<Page<Lead>> {
    return this.leads.list(ctx, me, query);
  }

  @Get(':id')
  @Answers(Lead)
  getLead(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Lead> {
    return this.leads.get(ctx, me, id);
  }

  @Patch(':id')
  @Answers(Lead)
  changeLead(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: LeadChanges }) body: LeadChanges,
  ): Promise<Lead> {
    return this.leads.change(ctx, me, id, body);
  }

  @Post(':id/stage')
  @Answers(Lead)
  moveLead(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: StageChange }) body: StageChange,
  ): Promise<Lead> {
    return this.leads.move(ctx, me, id, body);
  }

  @Post(':id/convert')
  @Answers(Lead)
  convertLead(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: Conversion }) body: Conversion,
  ): Promise<Lead> {
    return this.leads.convert(ctx, me, id, body);
  }

  @Delete(':id')
  @Answers(Lead)
  deleteLead(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Lead> {
    return this.leads.remove(ctx, me, id, query.version);
  }

  @Post(':id/restore')
  @Answers(Lead)
  restoreLead(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Lead> {
    return this.leads.restore(ctx, me, id, query.version);
  }
}
