import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { correlationIdOf } from '../http/correlation.ts';
import { Public } from '../http/edge.ts';
import { EMBED_SCRIPT, HEIGHT_SCRIPT } from './embed-scripts.ts';
import { PublicFormService, type FormAnswer } from './public-form.service.ts';

const Words = z.record(z.string().max(60), z.string().max(5_000));
type Words = z.infer<typeof Words>;
const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/**
 * The form that a firm shows to the public: a page of its own, and one for a frame in the firm's site. Both work without
 * scripts and set no cookies.
 */
@Controller('f')
@ApiExcludeController()
@Public()
export class PublicFormController {
  private readonly forms: PublicFormService;

  constructor(forms: PublicFormService) {
    this.forms = forms;
  }

  @Get('embed.js')
  @Header('content-type', SCRIPT)
  @Header('cache-control', 'public, max-age=3600')
  @Header('cross-origin-resource-policy', 'cross-origin')
  embedScript(): string {
    return EMBED_SCRIPT;
  }

  @Get('height.js')
  @Header('content-type', SCRIPT)
  @Header('cache-control', 'public, max-age=3600')
  heightScript(): string {
    return HEIGHT_SCRIPT;
  }

  @Get(':id')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  async show(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: Words }) marks: Words,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    const from = { marks, referrer: request.headers.referer ?? '', embedded: false };
    return (await this.forms.show(id, from, correlationIdOf(request))).page;
  }

  @Get(':id/embed')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  async showEmbedded(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: Words }) marks: Words,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const from = { marks, referrer: request.headers.referer ?? '', embedded: true };
    return framed(reply, await this.forms.show(id, from, correlationIdOf(request)));
  }

  @Post(':id')
  @Header('content-type', HTML)
  async take(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: Words }) body: Words,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const answer = await this.forms.take(id, body, visitorOf(request, false), correlationIdOf(request));
    void reply.status(answer.status);
    return answer.page;
  }

  @Post(':id/embed')
  @Header('content-type', HTML)
  async takeEmbedded(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: Words }) body: Words,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const answer = await this.forms.take(id, body, visitorOf(request, true), correlationIdOf(request));
    void reply.status(answer.status);
    return framed(reply, answer);
  }
}

const visitorOf = (request: FastifyRequest, embedded: boolean) => ({
  network: request.ip,
  userAgent: request.headers['user-agent'] ?? '',
  embedded,
});

/** Only the sites that the form names may show it in a frame; every other page of ours may be framed by us alone. */
function framed(reply: FastifyReply, { page, frameAncestors }: FormAnswer): string {
  const ancestors = frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'";
  void reply
    .header(
      'content-security-policy',
      `default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}`,
    )
    .removeHeader('x-frame-options');
  return page;
}
