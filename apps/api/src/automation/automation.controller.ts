import { Body, Controller, Get, Header, Param, Post, SerializeOptions } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { z } from 'zod';
import { Automation, AutomationImport, AutomationList, VersionStep } from '@rap/contracts/automation/http';
import { VersionSeen } from '@rap/contracts/task';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { AutomationService } from './automation.service.ts';

const Id = z.uuid();

@Controller('automations')
export class AutomationController {
  private readonly automations: AutomationService;

  constructor(automations: AutomationService) {
    this.automations = automations;
  }

  @Post('import')
  @SerializeOptions({ schema: Automation })
  @ApiCreatedResponse({ standardSchema: Automation })
  importAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: AutomationImport }) body: AutomationImport,
  ): Promise<Automation> {
    return this.automations.importFile(ctx, me, body.yaml);
  }

  @Get()
  @SerializeOptions({ schema: AutomationList })
  @ApiOkResponse({ standardSchema: AutomationList })
  listAutomations(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<{ items: Automation[] }> {
    return this.automations.list(ctx, me);
  }

  @Get(':id')
  @SerializeOptions({ schema: Automation })
  @ApiOkResponse({ standardSchema: Automation })
  getAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
  ): Promise<Automation> {
    return this.automations.get(ctx, me, id);
  }

  @Get(':id/file')
  @Header('content-type', 'application/yaml; charset=utf-8')
  @ApiProduces('application/yaml')
  @ApiOkResponse({ type: String })
  exportAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
  ): Promise<string> {
    return this.automations.exportFile(ctx, me, id);
  }

  @Post(':id/submit')
  @SerializeOptions({ schema: Automation })
  @ApiCreatedResponse({ standardSchema: Automation })
  submitAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: VersionStep }) body: VersionStep,
  ): Promise<Automation> {
    return this.automations.submit(ctx, me, id, body);
  }

  @Post(':id/approve')
  @SerializeOptions({ schema: Automation })
  @ApiCreatedResponse({ standardSchema: Automation })
  approveAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: VersionStep }) body: VersionStep,
  ): Promise<Automation> {
    return this.automations.approve(ctx, me, id, body);
  }

  @Post(':id/publish')
  @SerializeOptions({ schema: Automation })
  @ApiCreatedResponse({ standardSchema: Automation })
  publishAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: VersionStep }) body: VersionStep,
  ): Promise<Automation> {
    return this.automations.publish(ctx, me, id, body);
  }

  @Post(':id/stop')
  @SerializeOptions({ schema: Automation })
  @ApiCreatedResponse({ standardSchema: Automation })
  stopAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Automation> {
    return this.automations.stop(ctx, me, id, body.version);
  }
}
