import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { VersionQuery, VersionSeen, type Page } from '@rap/contracts/paging';
import {
  NewTemplate,
  Template,
  TemplateDraft,
  TemplatePage,
  TemplatePreview,
  TemplatePreviewAsked,
  TemplatesQuery,
} from '@rap/contracts/template';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { TemplateService } from './template.service.ts';

@Controller('templates')
export class TemplateController {
  private readonly templates: TemplateService;

  constructor(templates: TemplateService) {
    this.templates = templates;
  }

  @Get()
  @Answers(TemplatePage)
  listTemplates(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: TemplatesQuery }) query: TemplatesQuery,
  ): Promise<Page<Template>> {
    return this.templates.list(ctx, me, query);
  }

  @Post()
  @Creates(Template)
  createTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewTemplate }) body: NewTemplate,
  ): Promise<Template> {
    return this.templates.create(ctx, me, body);
  }

  @Post('preview')
  @Answers(TemplatePreview)
  previewTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: TemplatePreviewAsked }) body: TemplatePreviewAsked,
  ): TemplatePreview {
    return this.templates.preview(me, body, ctx.now());
  }

  @Get(':id')
  @Answers(Template)
  getTemplate(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Template> {
    return this.templates.get(ctx, me, id);
  }

  @Put(':id/draft')
  @Answers(Template)
  saveTemplateDraft(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: TemplateDraft }) body: TemplateDraft,
  ): Promise<Template> {
    return this.templates.save(ctx, me, id, body);
  }

  @Post(':id/submit')
  @Answers(Template)
  submitTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Template> {
    return this.templates.submit(ctx, me, id, body.version);
  }

  @Post(':id/approve')
  @Answers(Template)
  approveTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Template> {
    return this.templates.approve(ctx, me, id, body.version);
  }

  @Post(':id/publish')
  @Answers(Template)
  publishTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Template> {
    return this.templates.publish(ctx, me, id, body.version);
  }

  @Delete(':id')
  @Answers(Template)
  deleteTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Template> {
    return this.templates.remove(ctx, me, id, query.version);
  }

  @Post(':id/restore')
  @Answers(Template)
  restoreTemplate(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Template> {
    return this.templates.restore(ctx, me, id, query.version);
  }
}
