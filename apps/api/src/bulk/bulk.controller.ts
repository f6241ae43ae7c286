import { Body, Controller, Post } from '@nestjs/common';
import { BulkAnswer, LeadsBulk, PeopleBulk, TasksBulk } from '@rap/contracts/bulk';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { BulkService } from './bulk.service.ts';

@Controller()
export class BulkController {
  private readonly bulk: BulkService;

  constructor(bulk: BulkService) {
    this.bulk = bulk;
  }

  @Post('people/bulk')
  @Answers(BulkAnswer)
  changePeople(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: PeopleBulk }) body: PeopleBulk,
  ): Promise<BulkAnswer> {
    return this.bulk.people(ctx, me, body);
  }

  @Post('leads/bulk')
  @Answers(BulkAnswer)
  changeLeads(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: LeadsBulk }) body: LeadsBulk,
  ): Promise<BulkAnswer> {
    return this.bulk.leads(ctx, me, body);
  }

  @Post('tasks/bulk')
  @Answers(BulkAnswer)
  changeTasks(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: TasksBulk }) body: TasksBulk,
  ): Promise<BulkAnswer> {
    return this.bulk.tasks(ctx, me, body);
  }
}
