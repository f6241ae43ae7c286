import '@fastify/cookie';
import { Body, Controller, Get, Header, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { NewOperatorSession } from '@rap/contracts/operator';
import { faultOf } from '../http/account-page.ts';
import { cookieName, cookieOptions } from '../http/cookies.ts';
import { correlationIdOf } from '../http/correlation.ts';
import { Public } from '../http/edge.ts';
import { visitorOf } from '../http/visitor.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';
import { signedInPage, signInPage } from './operator-page.ts';
import { OperatorService } from './operator.service.ts';

const PATH = '/account/operator';
const text = z.string().max(1000).default('');
/** What a form sends, also one that is not filled in: that is answered in the page. */
const Typed = z.object({ email: text, password: text, code: text });
type Typed = z.infer<typeof Typed>;

/** Where an operator's browser gets the session with which the Temporal UI has payloads decoded. Works without scripts. */
@Controller('account/operator')
@ApiExcludeController()
@Public()
export class OperatorPageController {
  private readonly operators: OperatorService;
  private readonly settings: Settings;

  constructor(operators: OperatorService, @Inject(SETTINGS) settings: Settings) {
    this.operators = operators;
    this.settings = settings;
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async show(@Req() request: FastifyRequest): Promise<string> {
    const holder = await this.operators.holder(request.cookies[this.cookie]);
    return holder ? signedInPage(holder.name, this.settings.TEMPORAL_UI_URL) : signInPage({});
  }

  @Post()
  @Header('content-type', 'text/html; charset=utf-8')
  async signIn(
    @Body({ schema: Typed }) typed: Typed,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { network, userAgent, correlationId } = visitorOf(request);
    try {
      const input = NewOperatorSession.safeParse({ ...typed, code: typed.code.replaceAll(' ', '') });
      if (!input.success) {
        const fault = 'Give the email address, the password and the code, which has six digits or more.';
        return await reply.status(422).send(signInPage({ email: typed.email, fault }));
      }
      const { token } = await this.operators.signIn(input.data, network, userAgent, correlationId);
      await reply.setCookie(this.cookie, token, cookieOptions(this.settings.PUBLIC_URL)).redirect(PATH, 303);
    } catch (error) {
      const { status, words } = faultOf(error);
      await reply.status(status).send(signInPage({ email: typed.email, fault: words }));
    }
  }

  @Post('sign-out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const holder = await this.operators.holder(request.cookies[this.cookie]);
    if (holder) await this.operators.signOut(holder, correlationIdOf(request));
    await reply.clearCookie(this.cookie, cookieOptions(this.settings.PUBLIC_URL)).redirect(PATH, 303);
  }

  private get cookie(): string {
    return cookieName('operator_session', this.settings.PUBLIC_URL);
  }
}
