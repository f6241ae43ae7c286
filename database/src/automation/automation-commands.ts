import { createHash } from 'node:crypto';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import type { Plan } from '@rap/contracts/automation/plan';
import { canonicalJson } from '@rap/domain/automation/definition/canonical-json';
import { compile } from '@rap/domain/automation/definition/compile';
import { storedTrigger } from '@rap/domain/automation/definition/trigger';
import { validate } from '@rap/domain/automation/definition/validate';
import { firmSettings } from '../firm/firm-settings.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import {
  AutomationEntity,
  AutomationTriggerEntity,
  AutomationVersionEntity,
  type VersionStatus,
} from './automation.entity.ts';
import { definitionContext } from './definition-context.ts';

/** Begins an automation with its first draft. */
export async function createAutomation(
  ctx: FirmContext,
  input: { definition: DraftDefinition; ownerId: string | null },
): Promise<{ automation: AutomationEntity; draft: AutomationVersionEntity }> {
  const automation = await insertRecord(ctx, AutomationEntity, {
    name: input.definition.name,
    ownerId: input.ownerId,
  });
  return { automation, draft: await insertDraft(ctx, automation.id, 1, input.definition) };
}

/** Saves the draft; a retired or live version is left alone and a new draft begins after it. */
export async function saveDraft(
  ctx: FirmContext,
  draft: AutomationVersionEntity,
  version: number,
  definition: DraftDefinition,
): Promise<WriteOutcome<AutomationVersionEntity>> {
  // a definition holds JSON of any depth, which TypeORM's partial types cannot follow
  const changes: object = { definition, author: ctx.actor };
  return updateRecord<AutomationVersionEntity>(ctx, AutomationVersionEntity, draft.id, version, changes);
}

/** The newest version that is not live or retired, or a new draft copied from the live one. */
export async function workingVersion(
  ctx: FirmContext,
  automationId: string,
): Promise<AutomationVersionEntity> {
  const versions = await versionsOf(ctx, automationId);
  const working = versions.find(
    ({ status }) => status === 'draft' || status === 'submitted' || status === 'approved',
  );
  if (working) return working;
  const newest = versions[0];
  if (!newest) throw new Error(`automation ${automationId} has no version`);
  return insertDraft(ctx, automationId, newest.number + 1, newest.definition);
}

/** All versions, newest first. */
export async function versionsOf(ctx: FirmContext, automationId: string): Promise<AutomationVersionEntity[]> {
  return ctx.em
    .getRepository(AutomationVersionEntity)
    .find({ where: { firmId: ctx.firmId, automationId }, order: { number: 'DESC' } });
}

export type StatusChange =
  | WriteOutcome<AutomationVersionEntity>
  | { readonly outcome: 'not_now'; readonly status: VersionStatus }
  | { readonly outcome: 'own_work' };

/** Hands a draft in for approval. */
export async function submitVersion(
  ctx: FirmContext,
  row: AutomationVersionEntity,
  version: number,
  note: string | null,
): Promise<StatusChange> {
  if (row.status !== 'draft') return { outcome: 'not_now', status: row.status };
  return updateRecord(ctx, AutomationVersionEntity, row.id, version, { status: 'submitted', note });
}

/** Approves what somebody else handed in; where the firm wants four eyes, nobody approves their own work. */
export async function approveVersion(
  ctx: FirmContext,
  row: AutomationVersionEntity,
  version: number,
): Promise<StatusChange> {
  if (row.status !== 'submitted') return { outcome: 'not_now', status: row.status };
  if ((await firmSettings(ctx)).fourEyes && row.author === ctx.actor) return { outcome: 'own_work' };
  return updateRecord(ctx, AutomationVersionEntity, row.id, version, {
    status: 'approved',
    approver: ctx.actor,
  });
}

export type Published =
  | { readonly outcome: 'published'; readonly row: AutomationVersionEntity; readonly plan: Plan }
  | { readonly outcome: 'problems'; readonly problems: readonly DefinitionProblem[] }
  | Exclude<StatusChange, { outcome: 'written' }>;

/**
 * Puts a version live: checked against the firm as it stands, compiled to an immutable plan under the hash of its canonical
 * JSON, and its trigger takes the place of the one before. People inside keep the plan they have.
 */
export async function publishVersion(
  ctx: FirmContext,
  row: AutomationVersionEntity,
  version: number,
): Promise<Published> {
  const ready = (await firmSettings(ctx)).fourEyes
    ? row.status === 'approved'
    : row.status !== 'live' && row.status !== 'retired';
  if (!ready) return { outcome: 'not_now', status: row.status };
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
  });
  if (published.outcome !== 'written') return published;
  await makeLive(ctx, row, definition.name, hash);
  const trigger = storedTrigger(definition.trigger, row.automationId);
  await ctx.em.query(
    `insert into app.automation_trigger (automation_id, kind, params, plan_hash, settings) values ($1, $2, $3, $4, $5)
       on conflict (firm_id, automation_id) do update set kind = excluded.kind, params = excluded.params,
         plan_hash = excluded.plan_hash, settings = excluded.settings`,
    [
      row.automationId,
      trigger.kind,
      JSON.stringify(trigger.params),
      hash,
      JSON.stringify(definition.settings),
    ],
  );
  return { outcome: 'published', row: published.row, plan };
}

/** Lets nobody enter any more; people inside finish. */
export async function stopAutomation(
  ctx: FirmContext,
  automation: AutomationEntity,
  version: number,
): Promise<WriteOutcome<AutomationEntity>> {
  const stopped = await updateRecord(ctx, AutomationEntity, automation.id, version, {
    stoppedAt: new Date(ctx.now()),
    stopReason: 'by_hand',
    liveHash: null,
  });
  if (stopped.outcome === 'written') {
    await ctx.em
      .getRepository(AutomationTriggerEntity)
      .delete({ firmId: ctx.firmId, automationId: automation.id });
  }
  return stopped;
}

async function insertDraft(
  ctx: FirmContext,
  automationId: string,
  number: number,
  definition: DraftDefinition,
): Promise<AutomationVersionEntity> {
  const values: object = { automationId, number, definition, author: ctx.actor }; // as above
  return insertRecord<AutomationVersionEntity>(ctx, AutomationVersionEntity, values);
}

async function retireLive(ctx: FirmContext, automationId: string): Promise<void> {
  const live = await ctx.em
    .getRepository(AutomationVersionEntity)
    .findOneBy({ firmId: ctx.firmId, automationId, status: 'live' });
  if (live) await updateRecord(ctx, AutomationVersionEntity, live.id, live.version, { status: 'retired' });
}

async function makeLive(
  ctx: FirmContext,
  row: AutomationVersionEntity,
  name: string,
  hash: string,
): Promise<void> {
  const automation = await ctx.em
    .getRepository(AutomationEntity)
    .findOneByOrFail({ firmId: ctx.firmId, id: row.automationId });
  await updateRecord(ctx, AutomationEntity, automation.id, automation.version, {
    name,
    liveHash: hash,
    liveNumber: row.number,
    stoppedAt: null,
    stopReason: null,
  });
}
