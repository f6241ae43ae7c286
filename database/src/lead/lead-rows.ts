import type { LeadStage } from '@rap/contracts/lead';
import { listRecords, type Listed, type ListOrder, type ListPlace } from '../records/list-records.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { LeadEntity } from './lead.entity.ts';
import { narrowLeads, OF_PERSON, type LeadRowsFilter } from './narrow-leads.ts';

/** What a list shows beside the lead itself. */
export interface LeadSurroundings {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly sourceName: string;
  readonly ownerName: string | null;
  readonly lastContactAt: Date | null;
  readonly hasEmail: boolean;
  readonly canText: boolean;
  /** the newest run that is still open */
  readonly run: {
    readonly id: string;
    readonly automationName: string;
    readonly label: string | null;
    readonly status: 'active' | 'attention';
    readonly wakeAt: string | null;
  } | null;
}

const STAGE_PLACE = `array_position(array['new','contacted','meeting_booked','proposal','won','lost'], r.stage)::text`;

/** When the inquiry came in; an import tells a time before its row was made. */
const CAME_IN: ListOrder = { by: 'r.occurred_at', type: 'timestamptz', descending: true };

/** The ways through the leads that only time decides. */
export const LEADS_BY_TIME = { newest: CAME_IN, oldest: { ...CAME_IN, descending: false } } as const;

/** The ways through the leads; each ends in the lead's own id, so that no page skips or repeats one. */
export const LEAD_ORDERS = {
  ...LEADS_BY_TIME,
  name: { by: OF_PERSON('p.name_norm'), type: 'text', descending: false },
  stage: { by: STAGE_PLACE, type: 'text', descending: false },
  source: {
    by: `(select lower(s.name) from app.lead_source s where s.firm_id = r.firm_id and s.id = r.source_id)`,
    type: 'text',
    descending: false,
  },
  owner: {
    by: `coalesce((select lower(u.display_name) from app.user u where u.firm_id = r.firm_id and u.id = r.owner_id), '')`,
    type: 'text',
    descending: false,
  },
  lastContact: {
    by: OF_PERSON(`coalesce(p.last_contact_at, '-infinity')`),
    type: 'timestamptz',
    descending: true,
  },
} as const satisfies Record<string, ListOrder>;

export function listLeadRows(
  ctx: FirmContext,
  { deleted = false, sourceId, ownerId, ...filter }: LeadRowsFilter,
  sort: keyof typeof LEAD_ORDERS,
  limit: number,
  after?: ListPlace,
): Promise<Listed<LeadEntity>> {
  return listRecords(ctx, LeadEntity, {
    where: { sourceId, ownerId },
    narrow: (query) => narrowLeads(query, filter),
    order: LEAD_ORDERS[sort],
    limit,
    after,
    deleted,
  });
}

/** One reading for all the leads of a page. */
export async function surroundingsOf(
  ctx: FirmContext,
  leads: readonly LeadEntity[],
): Promise<ReadonlyMap<string, LeadSurroundings>> {
  if (leads.length === 0) return new Map();
  const rows: LeadSurroundings[] = await ctx.em.query(
    `select l.id, p.first_name as "firstName", p.last_name as "lastName", s.name as "sourceName", u.display_name as "ownerName", p.last_contact_at as "lastContactAt",
            exists (select from app.person_email e
              where e.firm_id = l.firm_id and e.person_id = l.person_id and e.removed_at is null and e.bounced_at is null) as "hasEmail",
            exists (select from app.person_phone t
              where t.firm_id = l.firm_id and t.person_id = l.person_id and t.removed_at is null and t.can_text) as "canText",
            run.shown as run
       from app.lead l
       join app.person p on p.firm_id = l.firm_id and p.id = l.person_id
       join app.lead_source s on s.firm_id = l.firm_id and s.id = l.source_id
       left join app.user u on u.firm_id = l.firm_id and u.id = l.owner_id
       left join lateral (
         select jsonb_build_object('id', e.id, 'automationName', a.name, 'status', e.status, 'wakeAt', e.wake_at,
                  'label', pl.definition->'nodes'->split_part(e.at, '~', 1)->>'label') as shown
           from app.enrolment e
           join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id
           join app.plan pl on pl.firm_id = e.firm_id and pl.hash = e.plan_hash
          where e.firm_id = l.firm_id and e.person_id = l.person_id and e.status <> 'ended'
          order by e.created_at desc, e.id desc limit 1) run on true
      where l.firm_id = $1 and l.id = any($2)`,
    [ctx.firmId, leads.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** How many leads stand at each stage, of those the actor may see. */
export async function leadsByStage(ctx: FirmContext): Promise<{ stage: LeadStage; count: number }[]> {
  return ctx.em.query(
    `select stage, count(*)::int as count from app.lead where firm_id = $1 and deleted_at is null group by stage`,
    [ctx.firmId],
  );
}
