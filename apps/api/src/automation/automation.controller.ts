import { Body, Controller, Get, Header, Post } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { Automation, AutomationImport, AutomationList, VersionStep } from '@rap/contracts/automation/http';
import { VersionSeen } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { AutomationService } from './automation.service.ts';

@Controller('automations')
export class AutomationController {
  private readonly automations: AutomationService;

  constructor(automations: AutomationService) {
    this.automations = automations;
  }

  @Post('import')
  @Creates(Automation)
  importAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: AutomationImport }) body: AutomationImport,
  ): Promise<Automation> {
    return this.automations.importFile(ctx, me, body.yaml);
  }

  @Get()
  @Answers(AutomationList)
  listAutomations(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<{ items: Automation[] }> {
    return this.automations.list(ctx, me);
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
    return this.automations.exportFile(ctx, me, id);
  }

  @Post(':id/submit')
  @Answers(Automation)
  submitAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionStep }) body: VersionStep,
  ): Promise<Automation> {
    return this.automations.submit(ctx, me, id, body);
  }

  @Post(':id/approve')
  @Answers(Automation)
  approveAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionStep }) body: VersionStep,
  ): Promise<Automation> {
    return this.automations.approve(ctx, me, id, body);
  }

  @Post(':id/publish')
  @Answers(Automation)
  publishAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionStep }) body: VersionStep,
  ): Promise<Automation> {
    return this.automations.publish(ctx, me, id, body);
  }

  @Post(':id/stop')
  @Answers(Automation)
  stopAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Automation> {
    return this.automations.stop(ctx, me, id, body.version);
  }
}
