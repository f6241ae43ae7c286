import type { AutomationPause } from '@rap/contracts/automation/run';
import { endOfAll, resumeOf } from '../enrolment/gate-controls.ts';
import { queueControls } from '../enrolment/control-queue.ts';
import { updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { AutomationEntity } from './automation.entity.ts';

/**
 * Pauses a whole automation by the row that every segment and every send reads; no run has to be told. To end everyone is
 * for good: nobody enters, and each run ends at its next segment, for which those that sleep are woken by and by.
 */
export async function pauseAutomation(
  ctx: FirmContext,
  automation: AutomationEntity,
  version: number,
  mode: AutomationPause,
): Promise<WriteOutcome<AutomationEntity>> {
  const now = new Date(ctx.now());
  if (automation.version !== version) return { outcome: 'stale', current: automation };
  // the runs first: a segment that ends holds its run and then asks for the automation
  if (mode === 'endEveryone') await queueControls(ctx, automation.id, 'all', endOfAll(now.getTime()));
  await closeFreeze(ctx, automation, now);
  return updateRecord(ctx, AutomationEntity, automation.id, version, {
    pauseMode: mode,
    pausedAt: now,
    ...(mode === 'endEveryone'
      ? { liveHash: null, stoppedAt: now, stopReason: 'by_hand', finishingSince: null }
      : {}),
  });
}

/** Lets it go on. Only those that stand are woken, spread over time; who sleeps learns of it when they wake. */
export async function resumeAutomation(
  ctx: FirmContext,
  automation: AutomationEntity,
  version: number,
): Promise<WriteOutcome<AutomationEntity>> {
  const now = new Date(ctx.now());
  if (automation.version !== version) return { outcome: 'stale', current: automation };
  if (automation.pausedAt && automation.pauseMode !== 'endEveryone') {
    const sinceMs = automation.pausedAt.getTime();
    await queueControls(ctx, automation.id, 'paused', resumeOf(sinceMs, now.getTime()));
  }
  await closeFreeze(ctx, automation, now);
  return updateRecord(ctx, AutomationEntity, automation.id, version, {
    pauseMode: null,
    pausedAt: null,
    // whoever lets it go on after too many failures has looked at them
    ...(automation.stopReason === 'failures' ? { stoppedAt: null, stopReason: null } : {}),
  });
}

async function closeFreeze(ctx: FirmContext, automation: AutomationEntity, until: Date): Promise<void> {
  if (automation.pauseMode !== 'freeze' || !automation.pausedAt) return;
  await keepFrozenSpan(ctx, automation.id, null, automation.pausedAt, until);
}

/** Keeps a freeze that is over, for the runs that slept through it. */
export async function keepFrozenSpan(
  ctx: FirmContext,
  automationId: string,
  enrolmentId: string | null,
  since: Date,
  until: Date,
): Promise<void> {
  await ctx.em.query(
    `insert into app.frozen_span (automation_id, enrolment_id, since, until) values ($1, $2, $3, greatest($3::timestamptz, $4::timestamptz))`,
    [automationId, enrolmentId, since, until],
  );
}
