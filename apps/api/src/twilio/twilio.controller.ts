import { Body, Controller, Header, Headers, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Directory } from '@rap/database/identity/directory';
import { takeText } from '@rap/database/inbound/take-text';
import { takeTextStatus } from '@rap/database/inbound/take-text-status';
import type { Who } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { isSignedByTwilio, readInboundText, readTextStatus } from '@rap/providers/twilio/verify';
import { correlationIdOf } from '../http/correlation.ts';
import { Public } from '../http/edge.ts';
import { notFound, ProblemError } from '../http/problem-error.ts';
import { SETTINGS } from '../tokens.ts';
import type { Settings } from '../settings.ts';

const Form = z.record(z.string(), z.string());
const StatusQuery = z.object({ firm: z.uuid(), delivery: z.uuid() });
const NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** What Twilio tells us; taken only when Twilio signed it, for the very address it was given. */
@Controller('webhooks/twilio')
@ApiExcludeController()
@Public()
export class TwilioController {
  private readonly settings: Settings;
  private readonly directory: Directory;
  private readonly db: TenantDb;

  constructor(@Inject(SETTINGS) settings: Settings, directory: Directory, db: TenantDb) {
    this.settings = settings;
    this.directory = directory;
    this.db = db;
  }

  @Post('inbound')
  @HttpCode(200)
  @Header('content-type', 'text/xml')
  async inbound(
    @Body({ schema: Form }) form: z.infer<typeof Form>,
    @Headers('x-twilio-signature') signature: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    this.verify(request, form, signature);
    const read = readInboundText(form);
    if (!read.ok)
      throw new ProblemError(400, read.code, 'The text cannot be read', { detail: read.fields.join(', ') });
    const [number] = await this.directory.find('phone', read.value.to);
    if (!number) throw notFound('number');
    await this.db.run(whoOf(number.firmId, request), (ctx) => takeText(ctx, read.value));
    return NO_ANSWER;
  }

  @Post('status')
  @HttpCode(204)
  async status(
    @Body({ schema: Form }) form: z.infer<typeof Form>,
    @Query({ schema: StatusQuery }) query: z.infer<typeof StatusQuery>,
    @Headers('x-twilio-signature') signature: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    this.verify(request, form, signature);
    const read = readTextStatus(form);
    if (!read.ok)
      throw new ProblemError(400, read.code, 'The status cannot be read', { detail: read.fields.join(', ') });
    await this.db.run(whoOf(query.firm, request), (ctx) => takeTextStatus(ctx, query.delivery, read.value));
  }

  private verify(request: FastifyRequest, form: Record<string, string>, signature: string | undefined): void {
    const url = `${this.settings.PUBLIC_URL}${request.originalUrl}`;
    if (isSignedByTwilio({ authToken: this.settings.TWILIO_AUTH_TOKEN, signature, url, form })) return;
    throw new ProblemError(403, 'bad_signature', 'This was not signed by Twilio');
  }
}

const whoOf = (firmId: string, request: FastifyRequest): Who => ({
  firmId,
  actor: 'system:twilio',
  books: '*',
  correlationId: correlationIdOf(request),
});
