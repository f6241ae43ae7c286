import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import {
  Automation,
  AutomationPausing,
  AutomationVersionDetail,
  AutomationVersionList,
  DefinitionDifference,
  DifferenceQuery,
  Publishing,
  PublishingPreview,
  PublishingQuery,
  VersionRejection,
  VersionStep,
} from '@rap/contracts/automation/http';
import { Version, VersionSeen } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { z } from 'zod';
import { Answers, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { AutomationPauseService } from './automation-pause.service.ts';
import { AutomationVersionService } from './automation-version.service.ts';

const VersionNumber = () => Param('number', { schema: z.coerce.number().pipe(Version) });

@Controller('automations/:id')
export class AutomationVersionController {
  private readonly versions: AutomationVersionService;

  private readonly pauses: AutomationPauseService;

  constructor(versions: AutomationVersionService, pauses: AutomationPauseService) {
    this.versions = versions;
    this.pauses = pauses;
  }

  @Get('versions')
  @Answers(AutomationVersionList)
  listVersions(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
  ): Promise<AutomationVersionList> {
    return this.versions.list(ctx, me, id);
  }

  @Get('versions/:number')
  @Answers(AutomationVersionDetail)
  getVersion(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @VersionNumber() number: number,
  ): Promise<AutomationVersionDetail> {
    return this.versions.get(ctx, me, id, number);
  }

  @Get('versions/:number/difference')
  @Answers(DefinitionDifference)
  compareVersions(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @VersionNumber() number: number,
    @Query({ schema: DifferenceQuery }) query: DifferenceQuery,
  ): Promise<DefinitionDifference> {
    return this.versions.difference(ctx, me, id, number, query.from);
  }

  @Post('submit')
  @Answers(Automation)
  submitAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionStep }) body: VersionStep,
  ): Promise<Automation> {
    return this.versions.submit(ctx, me, id, body);
  }

  @Post('approve')
  @Answers(Automation)
  approveAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionStep }) body: VersionStep,
  ): Promise<Automation> {
    return this.versions.approve(ctx, me, id, body);
  }

  @Post('reject')
  @Answers(Automation)
  rejectAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionRejection }) body: VersionRejection,
  ): Promise<Automation> {
    return this.versions.reject(ctx, me, id, body);
  }

  @Get('publishing')
  @Answers(PublishingPreview)
  previewPublishing(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: PublishingQuery }) query: PublishingQuery,
  ): Promise<PublishingPreview> {
    return this.versions.preview(ctx, me, id, query.inside);
  }

  @Post('publish')
  @Answers(Automation)
  publishAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: Publishing }) body: Publishing,
  ): Promise<Automation> {
    return this.versions.publish(ctx, me, id, body);
  }

  @Post('pause')
  @Answers(Automation)
  pauseAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: AutomationPausing }) body: AutomationPausing,
  ): Promise<Automation> {
    return this.pauses.pause(ctx, me, id, body);
  }

  @Post('resume')
  @Answers(Automation)
  resumeAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Automation> {
    return this.pauses.resume(ctx, me, id, body.version);
  }

  @Post('stop')
  @Answers(Automation)
  stopAutomation(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Automation> {
    return this.pauses.stop(ctx, me, id, body.version);
  }
}
