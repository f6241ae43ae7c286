import '@fastify/cookie';
import { Body, Controller, Delete, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  NewOperatorSession,
  OperatorSetUp,
  OperatorSetUpFinish,
  SignedInOperator,
} from '@rap/contracts/operator';
import { RecoveryCodes, SecondFactorEnrolment } from '@rap/contracts/second-factor';
import { Answers, NoAnswer } from '../http/answers.ts';
import { cookieName, cookieOptions } from '../http/cookies.ts';
import { correlationIdOf } from '../http/correlation.ts';
import { Operator, OperatorMe, Public, type OperatorPrincipal } from '../http/edge.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';
import { OperatorService } from './operator.service.ts';

@Controller('operator')
export class OperatorController {
  private readonly operators: OperatorService;
  private readonly publicUrl: string;
  private readonly temporalUi: string | null;

  constructor(operators: OperatorService, @Inject(SETTINGS) settings: Settings) {
    this.operators = operators;
    this.publicUrl = settings.PUBLIC_URL;
    this.temporalUi = settings.TEMPORAL_UI_URL ?? null;
  }

  @Post('set-up')
  @Public()
  @Answers(SecondFactorEnrolment)
  beginOperatorSetUp(
    @Body({ schema: OperatorSetUp }) body: OperatorSetUp,
    @Req() request: FastifyRequest,
  ): Promise<SecondFactorEnrolment> {
    return this.operators.beginSetUp(body.token, request.ip);
  }

  @Post('set-up/finish')
  @Public()
  @Answers(RecoveryCodes)
  finishOperatorSetUp(
    @Body({ schema: OperatorSetUpFinish }) body: OperatorSetUpFinish,
    @Req() request: FastifyRequest,
  ): Promise<RecoveryCodes> {
    return this.operators.finishSetUp(body, request.ip, correlationIdOf(request));
  }

  @Post('sessions')
  @Public()
  @NoAnswer()
  async signInOperator(
    @Body({ schema: NewOperatorSession }) body: NewOperatorSession,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const agent = request.headers['user-agent'] ?? '';
    const { token } = await this.operators.signIn(body, request.ip, agent, correlationIdOf(request));
    void reply.setCookie(this.cookie, token, cookieOptions(this.publicUrl));
  }

  @Get('sessions/current')
  @Operator()
  @Answers(SignedInOperator)
  currentOperatorSession(@OperatorMe() me: OperatorPrincipal): SignedInOperator {
    const { identityId, name } = me;
    return { identityId, name, temporalUi: this.temporalUi };
  }

  @Delete('sessions/current')
  @Operator()
  @NoAnswer()
  async signOutOperator(
    @OperatorMe() me: OperatorPrincipal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.operators.signOut(me, me.correlationId);
    void reply.clearCookie(this.cookie, cookieOptions(this.publicUrl));
  }

  private get cookie(): string {
    return cookieName('operator_session', this.publicUrl);
  }
}
