import '@fastify/cookie';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FirmsToChoose } from '@rap/contracts/account';
import { cookieName, cookieOptions } from '../http/cookies.ts';
import { Public } from '../http/edge.ts';
import { ProblemError } from '../http/problem-error.ts';
import { visitorOf } from '../http/visitor.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';
import { OidcService } from './oidc.service.ts';

const ATTEMPT_SECONDS = 600;

/** Sign-in elsewhere. A browser goes through it by redirects; programs have keys. */
@Controller('oidc')
@ApiExcludeController()
@Public()
export class OidcController {
  private readonly oidc: OidcService;
  private readonly publicUrl: string;

  constructor(oidc: OidcService, @Inject(SETTINGS) settings: Settings) {
    this.oidc = oidc;
    this.publicUrl = settings.PUBLIC_URL;
  }

  @Get('start')
  async start(@Res() reply: FastifyReply): Promise<void> {
    const { url, attempt } = await this.oidc.start();
    const options = { ...cookieOptions(this.publicUrl), maxAge: ATTEMPT_SECONDS };
    await reply.setCookie(this.attemptCookie, attempt, options).redirect(url, 302);
  }

  @Get('callback')
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = request.url.split('?')[1] ?? '';
    // whatever comes of it, the attempt is over
    void reply.clearCookie(this.attemptCookie, cookieOptions(this.publicUrl));
    const attempt = request.cookies[this.attemptCookie] ?? '';
    const options = cookieOptions(this.publicUrl);
    try {
      const { token } = await this.oidc.finish(query, attempt, visitorOf(request));
      await reply.setCookie(cookieName('session', this.publicUrl), token, options).redirect('/', 302);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { code, current } = error.problem;
      // by a cookie, not by the address: a link must not sign anybody in to a firm that somebody else chose
      if (code === 'choose_firm')
        void reply.setCookie(
          cookieName('choice', this.publicUrl),
          FirmsToChoose.parse(current).ticket,
          options,
        );
      // a person stands before this, with a browser: the sign-in page has the words
      await reply.redirect(`/sign-in?refused=${code}`, 302);
    }
  }

  private get attemptCookie(): string {
    return cookieName('oidc', this.publicUrl);
  }
}
