import { templatesIn } from '@rap/domain/automation/definition/templates-in';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { deleteRecord, restoreRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { overAllBooks } from '../tenancy/over-all-books.ts';
import { TemplateEntity } from './template.entity.ts';

export type TemplateDeleted =
  | WriteOutcome<TemplateEntity>
  /** by the names of those automations */
  | { readonly outcome: 'in_use'; readonly automations: readonly string[] };

/**
 * Deletes a template that no live automation and nobody inside one will still need. Its wordings stay, so what was sent can
 * always be said, and its key stays taken, so that it can be restored.
 */
export async function deleteTemplate(
  ctx: FirmContext,
  template: TemplateEntity,
  version: number,
): Promise<TemplateDeleted> {
  await ctx.em.query(`select 1 from app.template where firm_id = $1 and id = $2 for update`, [
    ctx.firmId,
    template.id,
  ]);
  const automations = await usersOf(ctx, template.key);
  if (automations.length > 0) return { outcome: 'in_use', automations };
  return deleteRecord(ctx, TemplateEntity, template.id, version);
}

/** Brings it back with every wording; the live one is live again. */
export const restoreTemplate = (
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<TemplateEntity>> => restoreRecord(ctx, TemplateEntity, id, version);

/** The automations that are live with it, or where people in whatever book still follow a plan with it. */
async function usersOf(ctx: FirmContext, key: string): Promise<string[]> {
  const rows: { name: string; definition: DraftDefinition }[] = await overAllBooks(ctx, () =>
    ctx.em.query(
      `select a.name, v.definition from app.automation_version v
         join app.automation a on a.firm_id = v.firm_id and a.id = v.automation_id
        where v.firm_id = $1 and v.status = 'live' and a.stopped_at is null and a.archived_at is null
       union all
       select a.name, p.definition from app.plan p
         join app.automation a on a.firm_id = p.firm_id and a.id = p.automation_id
        where p.firm_id = $1 and exists (
          select from app.enrolment e where e.firm_id = p.firm_id and e.automation_id = p.automation_id
             and e.plan_hash = p.hash and e.status <> 'ended')`,
      [ctx.firmId],
    ),
  );
  const names = rows.filter(({ definition }) => templatesIn(definition).includes(key));
  return [...new Set(names.map(({ name }) => name))].toSorted();
}
