import type { Control } from '@rap/contracts/automation/run';
import type { RunWish } from '@rap/contracts/automation/enrolment-http';
import { keepFrozenSpan } from '../automation/automation-pause.ts';
import { AutomationEntity } from '../automation/automation.entity.ts';
import { newId } from '../records/new-id.ts';
import { audit } from '../records/record-change.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { queueControl } from './control-queue.ts';
import { EnrolmentEntity } from './enrolment.entity.ts';
import { pauseOf, resumeOf } from './gate-controls.ts';

/** Why a wish about a run cannot be met as the run stands. */
export type NotNow =
  | 'not_paused'
  | 'automation_paused'
  | 'already_paused'
  | 'not_held'
  | 'already_held'
  | 'no_attention'
  | 'no_wait';

export type Intended =
  | { readonly outcome: 'intended'; readonly rowId: string; readonly control: Control }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'ended' }
  /** it names an ordinal that the run has left */
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'not_now'; readonly reason: NotNow };

/**
 * Writes what somebody decided about one run: the row first that segments and queued sends read, then the control that
 * wakes the run. Whoever calls hands it over after the commit; when that fails, the relay does.
 */
export async function intendControl(ctx: FirmContext, id: string, wish: RunWish): Promise<Intended> {
  const enrolment = await ctx.em.getRepository(EnrolmentEntity).findOneBy({ firmId: ctx.firmId, id });
  if (!enrolment) return { outcome: 'missing' };
  if (enrolment.status === 'ended') return { outcome: 'ended' };
  if ('n' in wish && wish.n !== enrolment.state.n) return { outcome: 'stale' };
  const meant = await controlOf(ctx, enrolment, wish);
  if (typeof meant === 'string') return { outcome: 'not_now', reason: meant };
  const rowId = await queueControl(ctx, id, meant);
  await audit(ctx, `app.enrolment.${wish.do}`, { enrolmentId: id });
  return { outcome: 'intended', rowId, control: meant };
}

async function controlOf(
  ctx: FirmContext,
  enrolment: EnrolmentEntity,
  wish: RunWish,
): Promise<Control | NotNow> {
  const now = new Date(ctx.now());
  switch (wish.do) {
    case 'pause':
      if (enrolment.pauseMode) return 'already_paused';
      await setRow(ctx, enrolment.id, { pauseMode: wish.mode, pausedAt: now });
      return pauseOf(wish.mode, now.getTime());
    case 'resume':
      return resume(ctx, enrolment, now);
    case 'hold':
      if (enrolment.holdReason) return 'already_held';
      await setRow(ctx, enrolment.id, { holdReason: wish.reason, holdSince: now });
      return { id: `gate-hold-${now.getTime()}`, do: 'hold', reason: wish.reason, sinceMs: now.getTime() };
    case 'release':
      if (!enrolment.holdSince) return 'not_held';
      await setRow(ctx, enrolment.id, { holdReason: null, holdSince: null });
      return { id: `gate-release-${enrolment.holdSince.getTime()}`, do: 'release' };
    case 'retry':
      return enrolment.state.attention ? { id: newId(), ...wish } : 'no_attention';
    case 'moveWait': {
      if (!enrolment.state.wait) return 'no_wait';
      return { id: newId(), do: 'moveWait', n: wish.n, untilMs: Date.parse(wish.until) };
    }
    case 'skip':
    case 'end':
      return { id: newId(), ...wish };
  }
}

async function resume(ctx: FirmContext, enrolment: EnrolmentEntity, now: Date): Promise<Control | NotNow> {
  if (!enrolment.pauseMode || !enrolment.pausedAt) {
    const automation = await ctx.em
      .getRepository(AutomationEntity)
      .findOneBy({ firmId: ctx.firmId, id: enrolment.automationId });
    return automation?.pauseMode ? 'automation_paused' : 'not_paused';
  }
  if (enrolment.pauseMode === 'freeze') {
    await keepFrozenSpan(ctx, enrolment.automationId, enrolment.id, enrolment.pausedAt, now);
  }
  await setRow(ctx, enrolment.id, { pauseMode: null, pausedAt: null });
  return resumeOf(enrolment.pausedAt.getTime(), now.getTime());
}

async function setRow(
  ctx: FirmContext,
  id: string,
  columns: Partial<Pick<EnrolmentEntity, 'pauseMode' | 'pausedAt' | 'holdReason' | 'holdSince'>>,
): Promise<void> {
  await ctx.em.getRepository(EnrolmentEntity).update({ firmId: ctx.firmId, id }, columns);
}
