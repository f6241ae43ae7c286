import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { correlationIdOf } from '../http/correlation.ts';
import { Public } from '../http/edge.ts';
import { LeadFormService } from './lead-form.service.ts';

const Words = z.record(z.string().max(60), z.string().max(5_000));

/** The form that a firm shows to the public. It works without scripts and sets no cookies. */
@Controller('f')
@ApiExcludeController()
@Public()
export class LeadFormController {
  private readonly forms: LeadFormService;

  constructor(forms: LeadFormService) {
    this.forms = forms;
  }

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  show(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: Words }) marks: z.infer<typeof Words>,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    return this.forms.show(id, marks, request.headers.referer ?? '', correlationIdOf(request));
  }

  @Post(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  async take(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: Words }) body: z.infer<typeof Words>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const visitor = { network: request.ip, userAgent: request.headers['user-agent'] ?? '' };
    const answer = await this.forms.take(id, body, visitor, correlationIdOf(request));
    void reply.status(answer.mended ? 422 : 200);
    return answer.page;
  }
}
