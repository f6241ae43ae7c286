import type { RunWho } from '@rap/contracts/automation/run';
import { AutomationEntity } from '../automation/automation.entity.ts';
import { giveNotice } from '../notice/notice.ts';
import { updateRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

interface Failures {
  failed: string;
  entered: string;
  pct: number;
  least: number;
}

/**
 * The firm's rule of the automation: when so many of a hundred entered since it went live, and at least so many, need
 * attention, nobody enters any more, nothing is sent to those inside, and its owner is told.
 */
export async function stopWhenFailing(ctx: FirmContext, { automationId }: RunWho): Promise<void> {
  const rows: Failures[] = await ctx.em.query(
    `select count(*) filter (where e.status = 'attention') as failed, count(*) as entered,
            (t.settings->'failureStop'->>'pct')::int as pct, (t.settings->'failureStop'->>'min')::int as least
       from app.automation_trigger t join app.enrolment e on e.firm_id = t.firm_id and e.automation_id = t.automation_id and e.plan_hash = t.plan_hash
      where t.firm_id = $1 and t.automation_id = $2 group by t.settings`,
    [ctx.firmId, automationId],
  );
  const row = rows[0];
  if (!row || Number(row.failed) < row.least) return;
  if (Number(row.failed) * 100 < row.pct * Number(row.entered)) return;
  const automation = await ctx.em
    .getRepository(AutomationEntity)
    .createQueryBuilder('a')
    .where('a.firmId = :firmId and a.id = :automationId and a.stoppedAt is null', {
      firmId: ctx.firmId,
      automationId,
    })
    // of two runs that fail at once, one stops it
    .setLock('for_no_key_update')
    .getOne();
  if (!automation) return;
  const now = new Date(ctx.now());
  const stopped = await updateRecord(
    ctx,
    AutomationEntity,
    automationId,
    automation.version,
    {
      stoppedAt: now,
      stopReason: 'failures',
      finishingSince: null,
      ...(automation.pauseMode ? {} : { pauseMode: 'holdSends', pausedAt: now }),
    },
    { reason: 'failures' },
  );
  if (stopped.outcome === 'written') await tellOwner(ctx, stopped.row, Number(row.failed));
}

/** Its owner, and where there is none or they have left, the owners of the firm. */
async function tellOwner(ctx: FirmContext, automation: AutomationEntity, failed: number): Promise<void> {
  const users: { id: string }[] = await ctx.em.query(
    `select id from app.user u where u.firm_id = $1 and u.status = 'active' and (u.id = $2 or (u.role = 'owner' and not exists (
       select from app.user o where o.firm_id = u.firm_id and o.id = $2 and o.status = 'active'))) order by id`,
    [ctx.firmId, automation.ownerId],
  );
  const people = failed === 1 ? '1 person' : `${failed} people`;
  for (const { id } of users) {
    await giveNotice(ctx, {
      userId: id,
      personId: null,
      text: `The automation "${automation.name}" has stopped itself: ${people} came to an error and need attention. Nobody enters, and nothing is sent to those inside, until it goes on.`,
      effectKey: `failure-stop:${automation.id}:${automation.version}:${id}`,
      madeBy: 'system:failure-stop',
    });
  }
}
