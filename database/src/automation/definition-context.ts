import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { Reference } from '@rap/contracts/automation/facts';
import { FirmSettings } from '@rap/contracts/firm-settings';
import type { DefinitionContext } from '@rap/domain/automation/definition/context';
import { FirmEntity } from '../firm/firm.entity.ts';
import { deletedTemplates, liveTemplates } from '../template/template-queries.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** The tables whose ids a definition may name, each with the column that a person knows the row by. */
const NAMED: Readonly<Partial<Record<Reference, string>>> = {
  user: `select id, display_name as name from app.user where firm_id = $1 and status = 'active'`,
  tag: `select id, name from app.tag where firm_id = $1 and retired_at is null`,
  lead_source: `select id, name from app.lead_source where firm_id = $1 and retired_at is null`,
  lead_form: `select id, title as name from app.lead_form where firm_id = $1 and retired_at is null`,
  webhook_out: `select id, description as name from app.webhook_endpoint where firm_id = $1 and deleted_at is null`,
  webhook_in: `select id, name from app.webhook_source where firm_id = $1 and deleted_at is null`,
  automation: `select id, name from app.automation where firm_id = $1 and archived_at is null`,
};

/** Everything a definition is checked against besides itself, as it stands in this transaction. */
export async function definitionContext(ctx: FirmContext, automationId: string): Promise<DefinitionContext> {
  const firm = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  const names: Partial<Record<Reference, ReadonlyMap<string, string>>> = {};
  for (const [reference, sql] of Object.entries(NAMED)) {
    const rows: { id: string; name: string }[] = await ctx.em.query(sql, [ctx.firmId]);
    names[reference as Reference] = new Map(rows.map(({ id, name }) => [id, name])); // the keys of NAMED
  }
  return {
    automationId,
    templates: await liveTemplates(ctx),
    deletedTemplates: await deletedTemplates(ctx),
    names,
    allowTestDurations: FirmSettings.parse(firm.settings).allowTestDurations,
    starts: await whoStartsWhom(ctx),
  };
}

/** For each live automation, which others its steps start or call. */
async function whoStartsWhom(ctx: FirmContext): Promise<Map<string, string[]>> {
  const rows: { automation_id: string; definition: DraftDefinition }[] = await ctx.em.query(
    `select automation_id, definition from app.automation_version where firm_id = $1 and status = 'live'`,
    [ctx.firmId],
  );
  return new Map(
    rows.map(({ automation_id: id, definition }) => [
      id,
      Object.values(definition.nodes).flatMap(({ kind, params }) =>
        kind === 'automation.start' || kind === 'automation.call'
          ? typeof params['automationId'] === 'string'
            ? [params['automationId']]
            : []
          : [],
      ),
    ]),
  );
}
