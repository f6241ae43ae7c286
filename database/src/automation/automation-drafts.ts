import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { AutomationEntity, AutomationVersionEntity } from './automation.entity.ts';

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

/**
 * Saves what is being drawn. `version` is that of the newest version, as it was seen. What was handed in becomes a draft
 * again, because a changed drawing is nobody's approved work; what is or was live is left alone and a draft begins after it.
 */
export async function saveDraft(
  ctx: FirmContext,
  automationId: string,
  version: number,
  definition: DraftDefinition,
): Promise<WriteOutcome<AutomationVersionEntity>> {
  const [newest] = await versionsOf(ctx, automationId);
  if (!newest) return { outcome: 'missing' };
  if (newest.version !== version) return { outcome: 'stale', current: newest };
  if (newest.status === 'live' || newest.status === 'retired') {
    return { outcome: 'written', row: await insertDraft(ctx, automationId, newest.number + 1, definition) };
  }
  // a definition holds JSON of any depth, which TypeORM's partial types cannot follow
  const changes: object = { definition, author: ctx.actor, status: 'draft', approver: null };
  const saved = await updateRecord<AutomationVersionEntity>(
    ctx,
    AutomationVersionEntity,
    newest.id,
    version,
    changes,
  );
  if (saved.outcome === 'written') await nameAfter(ctx, automationId, definition.name);
  return saved;
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

/** Puts an automation away, out of every list and choice. Nobody may be inside, and nobody may enter: stop it first. */
export async function archiveAutomation(
  ctx: FirmContext,
  automation: AutomationEntity,
  version: number,
): Promise<WriteOutcome<AutomationEntity>> {
  return updateRecord(ctx, AutomationEntity, automation.id, version, { archivedAt: new Date(ctx.now()) });
}

/** Takes it out again, as it was put away: stopped. */
export async function restoreAutomation(
  ctx: FirmContext,
  automation: AutomationEntity,
  version: number,
): Promise<WriteOutcome<AutomationEntity>> {
  return updateRecord(ctx, AutomationEntity, automation.id, version, { archivedAt: null });
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

/** Until something is live, an automation is called what its draft is called. */
async function nameAfter(ctx: FirmContext, automationId: string, name: string): Promise<void> {
  const automation = await ctx.em
    .getRepository(AutomationEntity)
    .findOneByOrFail({ firmId: ctx.firmId, id: automationId });
  if (automation.liveNumber !== null || automation.name === name) return;
  await updateRecord(ctx, AutomationEntity, automation.id, automation.version, { name });
}
