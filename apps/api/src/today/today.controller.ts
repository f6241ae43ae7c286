import { Body, Controller, Get, Post } from '@nestjs/common';
import {
  Decided,
  Decision,
  FindingNoted,
  FindingTold,
  ReplyHandled,
  ReplyHandling,
  Today,
  TodayLooked,
  TodaySeen,
} from '@rap/contracts/today';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Id } from '../http/answers.ts';
import { Ctx, Me, PeopleOnly, type Principal } from '../http/edge.ts';
import { TodayService } from './today.service.ts';

@Controller()
export class TodayController {
  private readonly today: TodayService;

  constructor(today: TodayService) {
    this.today = today;
  }

  @Get('today')
  @PeopleOnly()
  @Answers(Today)
  getToday(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<Today> {
    return this.today.get(ctx, me);
  }

  @Post('today/seen')
  @PeopleOnly()
  @Answers(TodayLooked)
  markTodaySeen(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: TodaySeen }) body: TodaySeen,
  ): Promise<TodayLooked> {
    return this.today.seen(ctx, me, body);
  }

  @Post('communications/:id/handled')
  @Answers(ReplyHandled)
  handleReply(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: ReplyHandling }) body: ReplyHandling,
  ): Promise<ReplyHandled> {
    return this.today.handle(ctx, me, id, body);
  }

  @Post('deliveries/:id/finding')
  @Answers(FindingNoted)
  tellFinding(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: FindingTold }) body: FindingTold,
  ): Promise<FindingNoted> {
    return this.today.tellFinding(ctx, me, id, body.finding);
  }

  @Post('approvals/:id/decision')
  @Answers(Decided)
  decideQuestion(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: Decision }) body: Decision,
  ): Promise<Decided> {
    return this.today.decide(ctx, me, id, body);
  }
}
