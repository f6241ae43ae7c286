import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { SendingRules, SendingRulesChanges, StopSwitch } from '@rap/contracts/sending-rules';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { SendingRulesService } from './sending-rules.service.ts';

/** How the firm sends: the stop switch, days and hours, caps, who messages come from, the archive. */
@Controller('sending-rules')
export class SendingRulesController {
  private readonly rules: SendingRulesService;

  constructor(rules: SendingRulesService) {
    this.rules = rules;
  }

  @Get()
  @Answers(SendingRules)
  getSendingRules(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<SendingRules> {
    return this.rules.get(ctx, me);
  }

  @Patch()
  @Answers(SendingRules)
  changeSendingRules(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: SendingRulesChanges }) body: SendingRulesChanges,
  ): Promise<SendingRules> {
    return this.rules.change(ctx, me, body);
  }

  @Post('stop-switch')
  @Answers(SendingRules)
  throwStopSwitch(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: StopSwitch }) body: StopSwitch,
  ): Promise<SendingRules> {
    return this.rules.stop(ctx, me, body);
  }
}
