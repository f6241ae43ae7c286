import { Body, Controller, Get, Post } from '@nestjs/common';
import { LegalHold, LegalHolds, NewLegalHold } from '@rap/contracts/legal-hold';
import { VersionSeen } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { LegalHoldService } from './legal-hold.service.ts';

@Controller('legal-holds')
export class LegalHoldController {
  private readonly holds: LegalHoldService;

  constructor(holds: LegalHoldService) {
    this.holds = holds;
  }

  @Get()
  @Answers(LegalHolds)
  listLegalHolds(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<LegalHolds> {
    return this.holds.list(ctx, me);
  }

  @Post()
  @Creates(LegalHold)
  placeLegalHold(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewLegalHold }) body: NewLegalHold,
  ): Promise<LegalHold> {
    return this.holds.place(ctx, me, body.matter);
  }

  @Post(':id/release')
  @Answers(LegalHold)
  releaseLegalHold(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<LegalHold> {
    return this.holds.release(ctx, me, id, body.version);
  }
}
