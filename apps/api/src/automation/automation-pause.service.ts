import { Injectable } from '@nestjs/common';
import type { Automation, AutomationPausing } from '@rap/contracts/automation/http';
import { pauseAutomation, resumeAutomation } from '@rap/database/automation/automation-pause';
import { stopAutomation } from '@rap/database/automation/automation-publishing';
import type { AutomationEntity } from '@rap/database/automation/automation.entity';
import type { WriteOutcome } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { ProblemError } from '../http/problem-error.ts';
import { settled } from '../http/settled.ts';
import { presentAutomation } from './automation-presenter.ts';
import { findAutomation } from './find-automation.ts';

/** Brakes of a whole automation: rows that every segment and every send reads, so nothing is broadcast. */
@Injectable()
export class AutomationPauseService {
  async pause(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { version, mode }: AutomationPausing,
  ): Promise<Automation> {
    // a brake is for whoever watches the runs; to end everybody is for good
    authorise(me, mode === 'endEveryone' ? 'automation.publish' : 'run.control');
    return this.shown(ctx, await pauseAutomation(ctx, await findAutomation(ctx, id), version, mode));
  }

  async resume(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Automation> {
    authorise(me, 'run.control');
    const automation = await findAutomation(ctx, id);
    if (!automation.pauseMode) throw new ProblemError(409, 'not_paused', 'This automation is not paused');
    return this.shown(ctx, await resumeAutomation(ctx, automation, version));
  }

  /** Lets nobody enter any more; people inside finish. */
  async stop(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Automation> {
    authorise(me, 'automation.publish');
    return this.shown(ctx, await stopAutomation(ctx, await findAutomation(ctx, id), version));
  }

  private shown(ctx: FirmContext, written: WriteOutcome<AutomationEntity>): Promise<Automation> {
    return settled(ctx, { what: 'automation', show: presentAutomation }, written);
  }
}
