import { Body, Controller, Get, Header, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { InsideQuery } from '@rap/contracts/automation/enrolment-http';
import {
  Automation,
  AutomationCheck,
  AutomationChecked,
  AutomationCopy,
  AutomationDraft,
  AutomationHealth,
  AutomationHealthList,
  AutomationImport,
  AutomationPage,
  AutomationsQuery,
  InsideByStep,
  NewAutomation,
} from '@rap/contracts/automation/http';
import { VersionSeen, type Page } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { AutomationFileService } from './automation-file.service.ts';
import { AutomationService } from './automation.service.ts';

@Controller('automations')
export class AutomationController {
  private readonly automations: AutomationService;
  private readonly files: AutomationFileService;

  constructor(automations: AutomationService, files: AutomationFileService) {
    this.automations = automations;
    this.files = files;
  }

  @Post()
  @Creates(Automation)
  createAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewAutomation }) body: NewAutomation,
  ): Promise<Automation> {
    return this.automations.create(ctx, me, body);
  }

  @Post('import')
  @Creates(Automation)
  importAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: AutomationImport }) body: AutomationImport,
  ): Promise<Automation> {
    return this.files.importFile(ctx, me, body.yaml);
  }

  @Post('check')
  @Answers(AutomationChecked)
  checkAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: AutomationCheck }) body: AutomationCheck,
  ): Promise<AutomationChecked> {
    return this.automations.check(ctx, me, body);
  }

  @Get()
  @Answers(AutomationPage)
  listAutomations(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: AutomationsQuery }) query: AutomationsQuery,
  ): Promise<Page<Automation>> {
    return this.automations.list(ctx, me, query);
  }

  @Get('health')
  @Answers(AutomationHealthList)
  healthOfAutomations(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<{ items: AutomationHealth[] }> {
    return this.automations.health(ctx, me);
  }

  @Get(':id/inside')
  @Answers(InsideByStep)
  insideByStep(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: InsideQuery }) query: InsideQuery,
  ): Promise<InsideByStep> {
    return this.automations.inside(ctx, me, id, query.versionNumber);
  }

  @Get(':id')
  @Answers(Automation)
  getAutomation(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Automation> {
    return this.automations.get(ctx, me, id);
  }

  @Get(':id/file')
  @Header('content-type', 'application/yaml; charset=utf-8')
  @ApiProduces('application/yaml')
  @ApiOkResponse({ type: String })
  exportAutomation(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<string> {
    return this.files.exportFile(ctx, me, id);
  }

  @Put(':id/draft')
  @Answers(Automation)
  saveAutomationDraft(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: AutomationDraft }) body: AutomationDraft,
  ): Promise<Automation> {
    return this.automations.save(ctx, me, id, body);
  }

  @Post(':id/duplicate')
  @Creates(Automation)
  duplicateAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: AutomationCopy }) body: AutomationCopy,
  ): Promise<Automation> {
    return this.automations.duplicate(ctx, me, id, body.name);
  }

  @Post(':id/archive')
  @Answers(Automation)
  archiveAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Automation> {
    return this.automations.archive(ctx, me, id, body.version);
  }

  @Post(':id/unarchive')
  @Answers(Automation)
  unarchiveAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Automation> {
    return this.automations.restore(ctx, me, id, body.version);
  }
}
