import '@fastify/cookie';
import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res, SerializeOptions } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NewSession, SignedIn } from '@rap/contracts/session';
import type { FirmContext } from '@rap/database/tenancy/context';
import { SESSION_COOKIE } from '../http/auth.guard.ts';
import { correlationIdOf } from '../http/correlation.ts';
import { Ctx, Me, Public, type Principal } from '../http/edge.ts';
import { SessionService } from './session.service.ts';

@Controller('sessions')
export class SessionController {
  private readonly sessions: SessionService;

  constructor(sessions: SessionService) {
    this.sessions = sessions;
  }

  @Post()
  @Public()
  @SerializeOptions({ schema: SignedIn })
  @ApiCreatedResponse({ standardSchema: SignedIn })
  async signIn(
    @Body({ schema: NewSession }) body: NewSession,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const agent = request.headers['user-agent'] ?? '';
    const { token, user } = await this.sessions.signIn(body, request.ip, agent, correlationIdOf(request));
    void reply.setCookie(SESSION_COOKIE, token, this.sessions.cookie);
    return user;
  }

  @Get('current')
  @SerializeOptions({ schema: SignedIn })
  @ApiOkResponse({ standardSchema: SignedIn })
  currentSession(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<SignedIn> {
    return this.sessions.current(ctx, me);
  }

  @Delete('current')
  @HttpCode(204)
  @ApiNoContentResponse()
  async signOut(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.signOut(ctx, me);
    void reply.clearCookie(SESSION_COOKIE, this.sessions.cookie);
  }
}
