import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { pageOf, VersionQuery, VersionSeen, type Page } from '@rap/contracts/paging';
import {
  EndpointEnabling,
  NewWebhookEndpoint,
  SecretRotation,
  WebhookAttempt,
  WebhookAttemptsQuery,
  WebhookEndpoint,
  WebhookEndpointChanges,
  WebhookEndpointList,
  WebhookEndpointWithSecret,
  WebhookMessage,
  WebhookOrdered,
} from '@rap/contracts/webhook';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id, NoAnswer } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { WebhookEndpointService } from './webhook-endpoint.service.ts';

const AttemptPage = pageOf(WebhookAttempt, 'WebhookAttemptPage');

@Controller('webhook-endpoints')
export class WebhookEndpointController {
  private readonly endpoints: WebhookEndpointService;

  constructor(endpoints: WebhookEndpointService) {
    this.endpoints = endpoints;
  }

  @Get()
  @Answers(WebhookEndpointList)
  listWebhookEndpoints(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<{ items: WebhookEndpoint[] }> {
    return this.endpoints.list(ctx, me);
  }

  @Post()
  @Creates(WebhookEndpointWithSecret)
  createWebhookEndpoint(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewWebhookEndpoint }) body: NewWebhookEndpoint,
  ): Promise<WebhookEndpointWithSecret> {
    return this.endpoints.create(ctx, me, body);
  }

  @Get(':id')
  @Answers(WebhookEndpoint)
  getWebhookEndpoint(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
  ): Promise<WebhookEndpoint> {
    return this.endpoints.get(ctx, me, id);
  }

  @Patch(':id')
  @Answers(WebhookEndpoint)
  changeWebhookEndpoint(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: WebhookEndpointChanges }) body: WebhookEndpointChanges,
  ): Promise<WebhookEndpoint> {
    return this.endpoints.change(ctx, me, id, body);
  }

  @Delete(':id')
  @NoAnswer()
  deleteWebhookEndpoint(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<void> {
    return this.endpoints.remove(ctx, me, id, query.version);
  }

  @Post(':id/rotate-secret')
  @Answers(WebhookEndpointWithSecret)
  rotateWebhookSecret(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: SecretRotation }) body: SecretRotation,
  ): Promise<WebhookEndpointWithSecret> {
    return this.endpoints.rotate(ctx, me, id, body);
  }

  @Post(':id/disable')
  @Answers(WebhookEndpoint)
  disableWebhookEndpoint(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<WebhookEndpoint> {
    return this.endpoints.disable(ctx, me, id, body);
  }

  @Post(':id/enable')
  @Answers(WebhookEndpoint)
  enableWebhookEndpoint(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: EndpointEnabling }) body: EndpointEnabling,
  ): Promise<WebhookEndpoint> {
    return this.endpoints.enable(ctx, me, id, body);
  }

  @Post(':id/ping')
  @Answers(WebhookOrdered)
  pingWebhookEndpoint(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
  ): Promise<WebhookOrdered> {
    return this.endpoints.ping(ctx, me, id);
  }

  @Get(':id/attempts')
  @Answers(AttemptPage)
  listWebhookAttempts(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: WebhookAttemptsQuery }) query: WebhookAttemptsQuery,
  ): Promise<Page<WebhookAttempt>> {
    return this.endpoints.attempts(ctx, me, id, query);
  }

  @Get(':id/attempts/:attemptId/message')
  @Answers(WebhookMessage)
  getWebhookMessage(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Id('attemptId') attemptId: string,
  ): Promise<WebhookMessage> {
    return this.endpoints.message(ctx, me, id, attemptId);
  }

  @Post(':id/attempts/:attemptId/resend')
  @Answers(WebhookOrdered)
  resendWebhook(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Id('attemptId') attemptId: string,
  ): Promise<WebhookOrdered> {
    return this.endpoints.resend(ctx, me, id, attemptId);
  }
}
