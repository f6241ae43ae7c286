import { Body, Controller, Get, Post } from '@nestjs/common';
import {
  ConsumerStates,
  DeadLetters,
  EventOf,
  EventSkipped,
  LaneOf,
  NewReplay,
  Replayed,
  StuckLanes,
  type ConsumerState,
  type DeadLetter,
  type StuckLane,
} from '@rap/contracts/spine';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, NoAnswer } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { SpineService } from './spine.service.ts';

@Controller('spine')
export class SpineController {
  private readonly spine: SpineService;

  constructor(spine: SpineService) {
    this.spine = spine;
  }

  @Get('consumers')
  @Answers(ConsumerStates)
  listConsumers(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<{ consumers: ConsumerState[] }> {
    return this.spine.consumers(ctx, me);
  }

  @Get('stuck-lanes')
  @Answers(StuckLanes)
  listStuckLanes(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<{ items: StuckLane[] }> {
    return this.spine.stuck(ctx, me);
  }

  @Post('stuck-lanes/retry')
  @NoAnswer()
  retryLane(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: LaneOf }) body: LaneOf,
  ): Promise<void> {
    return this.spine.retry(ctx, me, body);
  }

  @Post('stuck-lanes/skip')
  @NoAnswer()
  skipEvent(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: EventSkipped }) body: EventSkipped,
  ): Promise<void> {
    return this.spine.skip(ctx, me, body);
  }

  @Get('dead-letters')
  @Answers(DeadLetters)
  listDeadLetters(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<{ items: DeadLetter[] }> {
    return this.spine.dead(ctx, me);
  }

  @Post('dead-letters/retry')
  @NoAnswer()
  retryDeadLetter(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: EventOf }) body: EventOf,
  ): Promise<void> {
    return this.spine.retryDead(ctx, me, body);
  }

  @Post('replays')
  @Answers(Replayed)
  replayConsumer(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewReplay }) body: NewReplay,
  ): Promise<Replayed> {
    return this.spine.replay(ctx, me, body);
  }
}
