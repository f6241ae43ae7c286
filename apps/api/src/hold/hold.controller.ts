import { Body, Controller, Post } from '@nestjs/common';
import { Hold, NewHold } from '@rap/contracts/hold';
import { VersionSeen } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, Outside, type Principal } from '../http/edge.ts';
import { HoldService } from './hold.service.ts';

@Controller()
export class HoldController {
  private readonly holds: HoldService;

  constructor(holds: HoldService) {
    this.holds = holds;
  }

  @Post('people/:id/holds')
  @Creates(Hold)
  holdPerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: NewHold }) body: NewHold,
  ): Promise<Hold> {
    return this.holds.hold(ctx, me, id, body.reason);
  }

  @Post('holds/:id/release')
  @Outside()
  @Answers(Hold)
  releaseHold(
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Hold> {
    return this.holds.release(me, id, body.version);
  }
}
