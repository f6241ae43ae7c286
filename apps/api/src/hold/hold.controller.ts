import { Body, Controller, Param, Post, SerializeOptions } from '@nestjs/common';
import { ApiCreatedResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { Hold, NewHold } from '@rap/contracts/hold';
import { VersionSeen } from '@rap/contracts/task';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Ctx, Me, Outside, type Principal } from '../http/edge.ts';
import { HoldService } from './hold.service.ts';

const Id = z.uuid();

@Controller()
export class HoldController {
  private readonly holds: HoldService;

  constructor(holds: HoldService) {
    this.holds = holds;
  }

  @Post('people/:id/holds')
  @SerializeOptions({ schema: Hold })
  @ApiCreatedResponse({ standardSchema: Hold })
  holdPerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: NewHold }) body: NewHold,
  ): Promise<Hold> {
    return this.holds.hold(ctx, me, id, body.reason);
  }

  @Post('holds/:id/release')
  @Outside()
  @SerializeOptions({ schema: Hold })
  @ApiCreatedResponse({ standardSchema: Hold })
  releaseHold(
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Hold> {
    return this.holds.release(me, id, body.version);
  }
}
