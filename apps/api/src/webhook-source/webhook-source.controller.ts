import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { PageQuery, VersionQuery, type Page } from '@rap/contracts/paging';
import {
  NewWebhookSource,
  SecretRotation,
  WebhookSource,
  WebhookSourceCallPage,
  WebhookSourceChanges,
  WebhookSourceList,
  WebhookSourceWithSecret,
  type WebhookSourceCall,
} from '@rap/contracts/webhook';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id, NoAnswer } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { WebhookSourceService } from './webhook-source.service.ts';

@Controller('webhook-sources')
export class WebhookSourceController {
  private readonly sources: WebhookSourceService;

  constructor(sources: WebhookSourceService) {
    this.sources = sources;
  }

  @Get()
  @Answers(WebhookSourceList)
  listWebhookSources(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<{ items: WebhookSource[] }> {
    return this.sources.list(ctx, me);
  }

  @Post()
  @Creates(WebhookSourceWithSecret)
  createWebhookSource(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewWebhookSource }) body: NewWebhookSource,
  ): Promise<WebhookSourceWithSecret> {
    return this.sources.create(ctx, me, body);
  }

  @Patch(':id')
  @Answers(WebhookSource)
  changeWebhookSource(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: WebhookSourceChanges }) body: WebhookSourceChanges,
  ): Promise<WebhookSource> {
    return this.sources.change(ctx, me, id, body);
  }

  @Get(':id/calls')
  @Answers(WebhookSourceCallPage)
  listWebhookCalls(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: PageQuery }) query: PageQuery,
  ): Promise<Page<WebhookSourceCall>> {
    return this.sources.calls(ctx, me, id, query);
  }

  @Post(':id/rotate-secret')
  @Answers(WebhookSourceWithSecret)
  rotateSourceSecret(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: SecretRotation }) body: SecretRotation,
  ): Promise<WebhookSourceWithSecret> {
    return this.sources.rotate(ctx, me, id, body);
  }

  @Delete(':id')
  @NoAnswer()
  deleteWebhookSource(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<void> {
    return this.sources.remove(ctx, me, id, query.version);
  }
}
