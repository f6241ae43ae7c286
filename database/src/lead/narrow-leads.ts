import type { SelectQueryBuilder } from 'typeorm';
import type { LeadRowsFilter } from './lead-rows.ts';
import type { LeadEntity } from './lead.entity.ts';

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
  const { stages, campaign, name, since, until, tagId, state, consent, automationId, noContactSince } = asked;
  if (stages) query.andWhere('r.stage in (:...stages)', { stages });
  if (campaign) query.andWhere(`r.last_touch->>'campaign' = :campaign`, { campaign });
  if (name) query.andWhere(`${OF_PERSON('p.name_norm')} ^@ :name`, { name: name.trim().toLowerCase() });
  if (since) query.andWhere('r.occurred_at >= :since', { since });
  if (until) query.andWhere('r.occurred_at < :until', { until });
  if (tagId) query.andWhere(WITH_TAG, { tagId });
  if (state) query.andWhere(`${OF_PERSON('p.state')} = :state`, { state });
  if (consent) query.andWhere(AGREED, { consent });
  if (automationId) query.andWhere(INSIDE, { automationId });
  if (noContactSince)
    query.andWhere(`${OF_PERSON(`coalesce(p.last_contact_at, '-infinity')`)} < :noContactSince`, {
      noContactSince,
    });
}
