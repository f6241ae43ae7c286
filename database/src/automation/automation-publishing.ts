import { createHash } from 'node:crypto';
import type { Definition } from '@rap/contracts/automation/definition';
import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import type { Plan } from '@rap/contracts/automation/plan';
import { templatesIn } from '@rap/domain/automation/definition/templates-in';
import { canonicalJson } from '@rap/domain/automation/definition/canonical-json';
import { compile } from '@rap/domain/automation/definition/compile';
import type { InsideChoice } from '@rap/domain/automation/definition/publishing';
import { storedTrigger } from '@rap/domain/automation/definition/trigger';
import { validate } from '@rap/domain/automation/definition/validate';
import { firmSettings } from '../firm/firm-settings.ts';
import { holdTemplates } from '../template/template-queries.ts';
import { updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { AutomationEntity, AutomationVersionEntity, type StopReason } from './automation.entity.ts';
import { definitionContext } from './definition-context.ts';
import { peopleInside } from './inside.ts';
import type { StatusChange } from './version-approval.ts';

export type Published =
  | { readonly outcome: 'published'; readonly row: AutomationVersionEntity; readonly plan: Plan }
  | { readonly outcome: 'problems'; readonly problems: readonly DefinitionProblem[] }
  | Exclude<StatusChange, { outcome: 'written' }>;

export interface PublishChoice {
  readonly note?: string;
  /** what becomes of those who are inside; new entrants only when left out */
  readonly inside?: InsideChoice;
}

/**
 * Puts a version live: checked against the firm as it stands, compiled to an immutable plan under the hash of its canonical
 * JSON, and its trigger takes the place of the one before. People inside keep the plan they have; with `finishThenStop`
 * nobody enters any more, and the automation stops when the last one inside has come to the end.
 */
export async function publishVersion(
  ctx: FirmContext,
  row: AutomationVersionEntity,
  version: number,
  { note, inside = 'newEntrantsOnly' }: PublishChoice = {},
): Promise<Published> {
  const ready = (await firmSettings(ctx)).fourEyes
    ? row.status === 'approved'
    : row.status !== 'live' && row.status !== 'retired';
  if (!ready) return { outcome: 'not_now', status: row.status };
  await holdTemplates(ctx, templatesIn(row.definition));
  const context = await definitionContext(ctx, row.automationId);
  const { definition, problems } = validate(row.definition, context);
  if (!definition) return { outcome: 'problems', problems };
  const unhashed = compile(definition, context);
  const hash = createHash('sha256').update(canonicalJson(unhashed)).digest('hex');
  const plan: Plan = { ...unhashed, hash };
  await ctx.em.query(
    `insert into app.plan (hash, automation_id, body, definition) values ($1, $2, $3, $4) on conflict (firm_id, hash) do nothing`,
    [hash, row.automationId, JSON.stringify(plan), JSON.stringify(definition)],
  );
  await retireLive(ctx, row.automationId);
  const published = await updateRecord(ctx, AutomationVersionEntity, row.id, version, {
    status: 'live',
    planHash: hash,
    publishedAt: new Date(ctx.now()),
    ...(note === undefined ? {} : { note }),
  });
  if (published.outcome !== 'written') return published;
  await setTrigger(ctx, row.automationId, definition, hash);
  const automation = await ctx.em
    .getRepository(AutomationEntity)
    .findOneByOrFail({ firmId: ctx.firmId, id: row.automationId });
  await updateRecord(ctx, AutomationEntity, automation.id, automation.version, {
    name: definition.name,
    liveHash: hash,
    liveNumber: row.number,
    ...(automation.pauseMode === 'endEveryone' ? { pauseMode: null, pausedAt: null } : {}),
    ...(inside === 'finishThenStop'
      ? await nobodyEnters(ctx, automation.id, 'finished')
      : { stoppedAt: null, stopReason: null, finishingSince: null }),
  });
  return { outcome: 'published', row: published.row, plan };
}

/** Lets nobody enter any more; people inside finish, and with the last of them it stops. */
export async function stopAutomation(
  ctx: FirmContext,
  automation: AutomationEntity,
  version: number,
): Promise<WriteOutcome<AutomationEntity>> {
  const changes = { ...(await nobodyEnters(ctx, automation.id, 'by_hand')), liveHash: null };
  return updateRecord(ctx, AutomationEntity, automation.id, version, changes);
}

/** What an automation is when nobody may enter: finishing while somebody is inside, else stopped. */
async function nobodyEnters(ctx: FirmContext, automationId: string, stopReason: StopReason) {
  const now = new Date(ctx.now());
  const busy = (await peopleInside(ctx, automationId)) > 0;
  return { stopReason, finishingSince: busy ? now : null, stoppedAt: busy ? null : now };
}

/** After somebody has come to the end of an automation that takes nobody: with the last one it stops. */
export async function stopWhenFinished(ctx: FirmContext, automationId: string): Promise<void> {
  const automation = await ctx.em
    .getRepository(AutomationEntity)
    .createQueryBuilder('a')
    .where('a.firmId = :firmId and a.id = :automationId and a.finishingSince is not null', {
      firmId: ctx.firmId,
      automationId,
    })
    // of two that end at once, the second sees that the first has ended
    .setLock('for_no_key_update')
    .getOne();
  if (!automation || (await peopleInside(ctx, automationId)) > 0) return;
  await updateRecord(ctx, AutomationEntity, automation.id, automation.version, {
    finishingSince: null,
    stoppedAt: new Date(ctx.now()),
  });
}

async function setTrigger(
  ctx: FirmContext,
  automationId: string,
  definition: Definition,
  hash: string,
): Promise<void> {
  const { kind, params } = storedTrigger(definition.trigger, automationId);
  await ctx.em.query(
    `insert into app.automation_trigger (automation_id, kind, params, plan_hash, settings) values ($1, $2, $3, $4, $5)
       on conflict (firm_id, automation_id) do update set kind = excluded.kind, params = excluded.params,
         plan_hash = excluded.plan_hash, settings = excluded.settings`,
    [automationId, kind, JSON.stringify(params), hash, JSON.stringify(definition.settings)],
  );
}

async function retireLive(ctx: FirmContext, automationId: string): Promise<void> {
  const live = await ctx.em
    .getRepository(AutomationVersionEntity)
    .findOneBy({ firmId: ctx.firmId, automationId, status: 'live' });
  if (live) await updateRecord(ctx, AutomationVersionEntity, live.id, live.version, { status: 'retired' });
}
