import '@fastify/cookie';
import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PasskeyOptions, PasskeySignIn, SignInWays } from '@rap/contracts/passkey';
import { SignedIn } from '@rap/contracts/session';
import { Answers, Creates } from '../http/answers.ts';
import { Public } from '../http/edge.ts';
import { visitorOf } from '../http/visitor.ts';
import { SignInService } from '../session/sign-in.service.ts';
import { PasskeySignInService } from './passkey-sign-in.service.ts';

@Controller('sessions')
@Public()
export class PasskeySignInController {
  private readonly byPasskey: PasskeySignInService;
  private readonly signIns: SignInService;

  constructor(byPasskey: PasskeySignInService, signIns: SignInService) {
    this.byPasskey = byPasskey;
    this.signIns = signIns;
  }

  @Get('ways')
  @Answers(SignInWays)
  signInWays(): SignInWays {
    return this.byPasskey.ways();
  }

  @Post('passkey/options')
  @Answers(PasskeyOptions)
  beginPasskeySignIn(@Req() request: FastifyRequest): Promise<PasskeyOptions> {
    return this.byPasskey.begin(visitorOf(request));
  }

  @Post('passkey')
  @Creates(SignedIn)
  async signInByPasskey(
    @Body({ schema: PasskeySignIn }) body: PasskeySignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const { token, user } = await this.byPasskey.finish(body, visitorOf(request));
    void reply.setCookie(this.signIns.cookieName, token, this.signIns.cookie);
    return user;
  }
}
