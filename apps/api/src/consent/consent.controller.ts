import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import {
  ConsentOfPerson,
  NewOptOut,
  NewPermission,
  NewSuppression,
  OptOut,
  OptOutsQuery,
  Permission,
} from '@rap/contracts/consent';
import { pageOf, VersionSeen, type Page } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { ConsentService } from './consent.service.ts';

const OptOutPage = pageOf(OptOut, 'OptOutPage');

@Controller()
export class ConsentController {
  private readonly consent: ConsentService;

  constructor(consent: ConsentService) {
    this.consent = consent;
  }

  @Get('people/:id/consent')
  @Answers(ConsentOfPerson)
  consentOfPerson(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<ConsentOfPerson> {
    return this.consent.ofPerson(ctx, me, id);
  }

  @Post('people/:id/permissions')
  @Creates(Permission)
  givePermission(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: NewPermission }) body: NewPermission,
  ): Promise<Permission> {
    return this.consent.give(ctx, me, id, body);
  }

  @Post('permissions/:id/withdraw')
  @Answers(Permission)
  withdrawPermission(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Permission> {
    return this.consent.withdraw(ctx, me, id, body.version);
  }

  @Get('opt-outs')
  @Answers(OptOutPage)
  listOptOuts(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: OptOutsQuery }) query: OptOutsQuery,
  ): Promise<Page<OptOut>> {
    return this.consent.suppressed(ctx, me, query);
  }

  @Post('opt-outs')
  @Creates(OptOut)
  suppressAddress(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewSuppression }) body: NewSuppression,
  ): Promise<OptOut> {
    return this.consent.suppress(ctx, me, body);
  }

  @Post('people/:id/opt-outs')
  @Creates(OptOut)
  optOutByHand(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: NewOptOut }) body: NewOptOut,
  ): Promise<OptOut> {
    return this.consent.close(ctx, me, id, body);
  }
}
