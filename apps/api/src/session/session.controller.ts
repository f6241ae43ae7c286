import '@fastify/cookie';
import { Body, Controller, Delete, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FirmChoice, FirmsToChoose } from '@rap/contracts/account';
import { NewSession, SignedIn } from '@rap/contracts/session';
import { SessionList } from '@rap/contracts/user';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id, NoAnswer } from '../http/answers.ts';
import { Ctx, Me, PeopleOnly, Public, type Principal } from '../http/edge.ts';
import { visitorOf } from '../http/visitor.ts';
import { SessionService } from './session.service.ts';
import { SignInService } from './sign-in.service.ts';

@Controller('sessions')
@PeopleOnly()
export class SessionController {
  private readonly sessions: SessionService;
  private readonly signIns: SignInService;

  constructor(sessions: SessionService, signIns: SignInService) {
    this.sessions = sessions;
    this.signIns = signIns;
  }

  @Post()
  @Public()
  @Creates(SignedIn)
  async signIn(
    @Body({ schema: NewSession }) body: NewSession,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const { token, user } = await this.signIns.signIn(body, visitorOf(request));
    void reply.setCookie(this.signIns.cookieName, token, this.signIns.cookie);
    return user;
  }

  @Post('firm')
  @Public()
  @Creates(SignedIn)
  async chooseFirm(
    @Body({ schema: FirmChoice }) body: FirmChoice,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const { token, user } = await this.signIns.chooseFirm(body, visitorOf(request));
    void reply.setCookie(this.signIns.cookieName, token, this.signIns.cookie);
    return user;
  }

  /** For who came back from an OpenID provider and works in several firms. */
  @Get('choice')
  @Public()
  @Answers(FirmsToChoose)
  firmsToChoose(@Req() request: FastifyRequest): Promise<FirmsToChoose> {
    return this.signIns.choiceOf(request.cookies[this.signIns.choiceCookie] ?? '', visitorOf(request));
  }

  @Get()
  @Answers(SessionList)
  listSessions(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<SessionList> {
    return this.sessions.list(ctx, me);
  }

  @Get('current')
  @Answers(SignedIn)
  currentSession(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<SignedIn> {
    return this.sessions.current(ctx, me);
  }

  @Delete('current')
  @NoAnswer()
  async signOut(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.signOut(ctx, me);
    void reply.clearCookie(this.signIns.cookieName, this.signIns.cookie);
  }

  @Post('sign-out-everywhere')
  @NoAnswer()
  async signOutEverywhere(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.signOutEverywhere(ctx, me);
    void reply.clearCookie(this.signIns.cookieName, this.signIns.cookie);
  }

  @Delete(':id')
  @NoAnswer()
  endSession(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<void> {
    return this.sessions.end(ctx, me, id);
  }
}
