import { Body, Controller, Get, Header, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { InvitationAcceptance } from '@rap/contracts/invitation';
import { faultOf, messagePage, passwordPage } from '../http/account-page.ts';
import { Public } from '../http/edge.ts';
import { visitorOf } from '../http/visitor.ts';
import { InvitationAcceptService } from './invitation-accept.service.ts';

const Link = z.object({ token: z.string().max(200) });

/** Where the link of an invitation leads. Works without scripts. */
@Controller('account/invitation')
@ApiExcludeController()
@Public()
export class InvitationPageController {
  private readonly acceptance: InvitationAcceptService;

  constructor(acceptance: InvitationAcceptService) {
    this.acceptance = acceptance;
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async show(
    @Query({ schema: Link }) link: z.infer<typeof Link>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(link.token, request, reply);
  }

  @Post()
  @Header('content-type', 'text/html; charset=utf-8')
  async take(
    @Body({ schema: InvitationAcceptance }) body: InvitationAcceptance,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    try {
      await this.acceptance.accept(body, visitorOf(request));
      return messagePage('You are in', 'Your account is ready: sign in with your address and password.');
    } catch (error) {
      return this.page(body.token, request, reply, faultOf(error));
    }
  }

  private async page(
    token: string,
    request: FastifyRequest,
    reply: FastifyReply,
    fault?: ReturnType<typeof faultOf>,
  ): Promise<string> {
    try {
      const { firm, email, known } = await this.acceptance.look(token, visitorOf(request));
      if (fault) void reply.status(fault.status);
      return passwordPage({
        title: `Work with ${firm}`,
        words: known ? `${email} has an account already: its password proves that it is you.` : email,
        action: '/account/invitation',
        token,
        label: known ? 'Your password' : 'Choose a password',
        isNew: !known,
        fault: fault?.words,
      });
    } catch (error) {
      const { status, words } = faultOf(error);
      void reply.status(status);
      return messagePage('Invitation', words);
    }
  }
}
