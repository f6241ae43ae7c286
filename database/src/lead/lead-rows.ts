import type { LeadStage } from '@rap/contracts/lead';
import { listRecords, NEWEST, type Listed, type ListOrder, type ListPlace } from '../records/list-records.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { LeadEntity } from './lead.entity.ts';

export interface LeadRowsFilter {
  readonly stages?: readonly LeadStage[] | undefined;
  readonly sourceId?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly campaign?: string | undefined;
  /** beginning of "last name first name" of the person */
  readonly name?: string | undefined;
  /** who came in from then on */
  readonly since?: Date | undefined;
  readonly deleted?: boolean;
}

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

const OF_PERSON = (column: string): string =>
  `(select ${column} from app.person p where p.firm_id = r.firm_id and p.id = r.person_id)`;
const STAGE_PLACE = `array_position(array['new','contacted','meeting_booked','proposal','won','lost'], r.stage)::text`;

/** The ways through the leads; each ends in the lead's own id, so that no page skips or repeats one. */
export const LEAD_ORDERS = {
  newest: NEWEST,
  oldest: { ...NEWEST, descending: false },
  name: { by: OF_PERSON('p.name_norm'), type: 'text', descending: false },
  stage: { by: STAGE_PLACE, type: 'text', descending: false },
  lastContact: {
    by: OF_PERSON(`coalesce(p.last_contact_at, '-infinity')`),
    type: 'timestamptz',
    descending: true,
  },
} as const satisfies Record<string, ListOrder>;

export function listLeadRows(
  ctx: FirmContext,
  { stages, campaign, name, since, deleted = false, ...equal }: LeadRowsFilter,
  sort: keyof typeof LEAD_ORDERS,
  limit: number,
  after?: ListPlace,
): Promise<Listed<LeadEntity>> {
  return listRecords(ctx, LeadEntity, {
    where: equal,
    narrow: (query) => {
      if (stages) query.andWhere('r.stage in (:...stages)', { stages });
      if (campaign) query.andWhere(`r.last_touch->>'campaign' = :campaign`, { campaign });
      if (name) query.andWhere(`${OF_PERSON('p.name_norm')} ^@ :name`, { name: name.trim().toLowerCase() });
      if (since) query.andWhere('r.occurred_at >= :since', { since });
    },
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
