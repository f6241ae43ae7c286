import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readUnsubscribeToken } from '@rap/database/consent/unsubscribe-token';
import { unsubscribe } from '@rap/database/inbound/take-mail';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { correlationIdOf } from '../http/correlation.ts';
import { Public } from '../http/edge.ts';
import { html, page } from '../http/html.ts';
import { notFound } from '../http/problem-error.ts';
import { LINK_KEY } from '../tokens.ts';

const Form = z.record(z.string(), z.string());

/**
 * Unsubscribing by link and by the mail program's button (RFC 8058): without sign-in, cookie or redirect. The link's page
 * asks first, because mail scanners open every link; only a POST unsubscribes.
 */
@Controller('u')
@ApiExcludeController()
@Public()
export class UnsubscribeController {
  private readonly key: Buffer;
  private readonly db: TenantDb;

  constructor(@Inject(LINK_KEY) key: Buffer, db: TenantDb) {
    this.key = key;
    this.db = db;
  }

  @Get(':token')
  @Header('content-type', 'text/html; charset=utf-8')
  ask(@Param('token') token: string): string {
    if (!readUnsubscribeToken(this.key, token)) throw notFound('link');
    return page(
      'Unsubscribe',
      html`<h1>Unsubscribe</h1>
        <p>No more marketing emails to this address. Answers to your own questions still come.</p>
        <form method="post"><button type="submit">Unsubscribe</button></form>`,
    );
  }

  @Post(':token')
  @HttpCode(200)
  @Header('content-type', 'text/html; charset=utf-8')
  async leave(
    @Param('token') token: string,
    @Body({ schema: Form }) form: z.infer<typeof Form>,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    const ref = readUnsubscribeToken(this.key, token);
    if (!ref) throw notFound('link');
    const source = form['List-Unsubscribe'] === 'One-Click' ? 'one_click' : 'link';
    const who = {
      firmId: ref.firmId,
      actor: 'public:unsubscribe',
      books: '*',
      correlationId: correlationIdOf(request),
    } as const;
    const done = await this.db.run(who, (ctx) => unsubscribe(ctx, ref.deliveryId, source));
    if (!done) throw notFound('link');
    return page(
      'Unsubscribed',
      html`<h1>Done</h1>
        <p>There will be no more marketing emails to this address.</p>`,
    );
  }
}
