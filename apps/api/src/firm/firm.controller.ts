import { Body, Controller, Get, Patch } from '@nestjs/common';
import { Firm, FirmChanges } from '@rap/contracts/firm';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { FirmService } from './firm.service.ts';

/** The firm of the one who asks: there is no other to name. */
@Controller('firm')
export class FirmController {
  private readonly firms: FirmService;

  constructor(firms: FirmService) {
    this.firms = firms;
  }

  @Get()
  @Answers(Firm)
  getFirm(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<Firm> {
    return this.firms.get(ctx, me);
  }

  @Patch()
  @Answers(Firm)
  changeFirm(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: FirmChanges }) body: FirmChanges,
  ): Promise<Firm> {
    return this.firms.change(ctx, me, body);
  }
}
