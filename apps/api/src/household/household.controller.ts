import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import {
  Household,
  HouseholdsQuery,
  NewHousehold,
  HouseholdChanges,
  HouseholdMember,
} from '@rap/contracts/household';
import { pageOf, type Page, VersionQuery } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { HouseholdService } from './household.service.ts';

const HouseholdPage = pageOf(Household, 'HouseholdPage');

@Controller('households')
export class HouseholdController {
  private readonly households: HouseholdService;

  constructor(households: HouseholdService) {
    this.households = households;
  }

  @Post()
  @Creates(Household)
  createHousehold(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewHousehold }) body: NewHousehold,
  ): Promise<Household> {
    return this.households.create(ctx, me, body);
  }

  @Get()
  @Answers(HouseholdPage)
  listHouseholds(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: HouseholdsQuery }) query: HouseholdsQuery,
  ): Promise<Page<Household>> {
    return this.households.list(ctx, me, query);
  }

  @Get(':id')
  @Answers(Household)
  getHousehold(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Household> {
    return this.households.get(ctx, me, id);
  }

  @Patch(':id')
  @Answers(Household)
  changeHousehold(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: HouseholdChanges }) body: HouseholdChanges,
  ): Promise<Household> {
    return this.households.change(ctx, me, id, body);
  }

  @Post(':id/members')
  @Answers(Household)
  setHouseholdMember(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: HouseholdMember }) body: HouseholdMember,
  ): Promise<Household> {
    return this.households.setMember(ctx, me, id, body);
  }

  @Delete(':id/members/:personId')
  @Answers(Household)
  removeHouseholdMember(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Id('personId') personId: string,
  ): Promise<Household> {
    return this.households.removeMember(ctx, me, id, personId);
  }

  @Delete(':id')
  @Answers(Household)
  deleteHousehold(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Household> {
    return this.households.remove(ctx, me, id, query.version);
  }

  @Post(':id/restore')
  @Answers(Household)
  restoreHousehold(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Household> {
    return this.households.restore(ctx, me, id, query.version);
  }
}
