import { Body, Controller, Delete, Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Invitation, InvitationAcceptance, InvitationList, NewInvitation } from '@rap/contracts/invitation';
import { VersionQuery } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id, NoAnswer } from '../http/answers.ts';
import { Ctx, Me, Public, type Principal } from '../http/edge.ts';
import { visitorOf } from '../http/visitor.ts';
import { InvitationAcceptService } from './invitation-accept.service.ts';
import { InvitationService } from './invitation.service.ts';

@Controller('invitations')
export class InvitationController {
  private readonly invitations: InvitationService;
  private readonly acceptance: InvitationAcceptService;

  constructor(invitations: InvitationService, acceptance: InvitationAcceptService) {
    this.invitations = invitations;
    this.acceptance = acceptance;
  }

  @Get()
  @Answers(InvitationList)
  listInvitations(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<InvitationList> {
    return this.invitations.list(ctx, me);
  }

  @Post()
  @Creates(Invitation)
  createInvitation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewInvitation }) body: NewInvitation,
  ): Promise<Invitation> {
    return this.invitations.create(ctx, me, body);
  }

  @Delete(':id')
  @Answers(Invitation)
  withdrawInvitation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Invitation> {
    return this.invitations.withdraw(ctx, me, id, query.version);
  }

  @Post('accept')
  @Public()
  @NoAnswer()
  acceptInvitation(
    @Body({ schema: InvitationAcceptance }) body: InvitationAcceptance,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.acceptance.accept(body, visitorOf(request));
  }
}
