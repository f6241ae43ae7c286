import { Body, Controller, Get, Header, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ResetFinish } from '@rap/contracts/account';
import { faultOf, messagePage, passwordPage } from '../http/account-page.ts';
import { Public } from '../http/edge.ts';
import { visitorOf } from '../http/visitor.ts';
import { ResetService } from './reset.service.ts';

const Link = z.object({ token: z.string().max(200) });

/** Where the link of a reset leads. Works without scripts. */
@Controller('account/reset')
@ApiExcludeController()
@Public()
export class ResetPageController {
  private readonly resets: ResetService;

  constructor(resets: ResetService) {
    this.resets = resets;
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async show(
    @Query({ schema: Link }) { token }: z.infer<typeof Link>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (await this.resets.isOpen(token, visitorOf(request))) return form(token);
    void reply.status(404);
    return messagePage('New password', 'This link was used or is too old: ask for another.');
  }

  @Post()
  @Header('content-type', 'text/html; charset=utf-8')
  async take(
    @Body({ schema: ResetFinish }) body: ResetFinish,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    try {
      await this.resets.finish(body, visitorOf(request));
      return messagePage(
        'Your password is changed',
        'You are signed out everywhere: sign in with the new one.',
      );
    } catch (error) {
      const { status, words } = faultOf(error);
      void reply.status(status);
      return status === 422 ? form(body.token, words) : messagePage('New password', words);
    }
  }
}

const form = (token: string, fault?: string): string =>
  passwordPage({
    title: 'Choose a new password',
    words: 'You are signed out everywhere once it is changed.',
    action: '/account/reset',
    token,
    label: 'New password',
    isNew: true,
    fault,
  });
