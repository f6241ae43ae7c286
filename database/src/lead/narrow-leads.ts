import type { LeadStage, LostReason } from '@rap/contracts/lead';
import type { SelectQueryBuilder } from 'typeorm';
import type { LeadEntity } from './lead.entity.ts';

export interface LeadRowsFilter {
  readonly stages?: readonly LeadStage[] | undefined;
  readonly sourceId?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly campaign?: string | undefined;
  /** beginning of "last name first name" of the person */
  readonly name?: string | undefined;
  /** who came in from then on */
  readonly since?: Date | undefined;
  /** who came in before then */
  readonly until?: Date | undefined;
  readonly tagId?: string | undefined;
  /** two letters, of the address */
  readonly state?: string | undefined;
  /** who agreed to that channel at an address that has not opted out */
  readonly consent?: 'email' | 'sms' | undefined;
  /** who is inside it now */
  readonly automationId?: string | undefined;
  readonly lostReason?: LostReason | undefined;
  /** who was not heard of since, or never */
  readonly noContactSince?: Date | undefined;
  readonly deleted?: boolean;
}

/** A column of the person of the lead `r`. */
export const OF_PERSON = (column: string): string =>
  `(select ${column} from app.person p where p.firm_id = r.firm_id and p.id = r.person_id)`;

const WITH_TAG = `exists (select from app.person_tag t
  where t.firm_id = r.firm_id and t.person_id = r.person_id and t.tag_id = :tagId and t.removed_at is null)`;
const INSIDE = `exists (select from app.enrolment e
  where e.firm_id = r.firm_id and e.person_id = r.person_id and e.automation_id = :automationId and e.status <> 'ended')`;
const AGREED = `exists (select from app.permission a
  where a.firm_id = r.firm_id and a.person_id = r.person_id and a.channel = :consent
    and a.withdrawn_at is null and not a.awaits_yes
    and not exists (select from app.opt_out o
      where o.firm_id = a.firm_id and o.channel = a.channel and o.address_hash = a.address_hash and o.lifted_at is null))`;

/** Each thing that is asked narrows the list further. */
export function narrowLeads(query: SelectQueryBuilder<LeadEntity>, asked: LeadRowsFilter): void {
  const {
    stages,
    campaign,
    name,
    since,
    until,
    tagId,
    state,
    consent,
    automationId,
    noContactSince,
    lostReason,
  } = asked;
  if (stages) query.andWhere('r.stage in (:...stages)', { stages });
  if (campaign) query.andWhere(`r.last_touch->>'campaign' = :campaign`, { campaign });
  if (name) query.andWhere(`${OF_PERSON('p.name_norm')} ^@ :name`, { name: name.trim().toLowerCase() });
  if (since) query.andWhere('r.occurred_at >= :since', { since });
  if (until) query.andWhere('r.occurred_at < :until', { until });
  if (tagId) query.andWhere(WITH_TAG, { tagId });
  if (state) query.andWhere(`${OF_PERSON('p.state')} = :state`, { state });
  if (consent) query.andWhere(AGREED, { consent });
  if (lostReason) query.andWhere('r.lost_reason = :lostReason', { lostReason });
  if (automationId) query.andWhere(INSIDE, { automationId });
  if (noContactSince)
    query.andWhere(`${OF_PERSON(`coalesce(p.last_contact_at, '-infinity')`)} < :noContactSince`, {
      noContactSince,
    });
}
