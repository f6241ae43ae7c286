import { Body, Controller, Get, Post } from '@nestjs/common';
import { HeldDecision, HeldMessage, HeldMessages } from '@rap/contracts/recovery';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { RecoveryService } from './recovery.service.ts';

@Controller('held-messages')
export class RecoveryController {
  private readonly recovery: RecoveryService;

  constructor(recovery: RecoveryService) {
    this.recovery = recovery;
  }

  @Get()
  @Answers(HeldMessages)
  listHeldMessages(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<HeldMessages> {
    return this.recovery.list(ctx, me);
  }

  @Post(':id/decision')
  @Answers(HeldMessage)
  decideHeldMessage(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: HeldDecision }) body: HeldDecision,
  ): Promise<HeldMessage> {
    return this.recovery.decide(ctx, me, id, body.decision);
  }
}
