import { isFactName, type FactName } from '@rap/contracts/automation/facts';
import type { Json } from '@rap/contracts/automation/plan';
import type { Fact, Facts } from '@rap/contracts/automation/run';
import { ageOn, nextBirthday } from '@rap/domain/person/age';
import { openPersonDates } from '../person/person-dates.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { findRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

const NOT_RECORDED = { unknown: 'not recorded' };
const DAY_MS = 86_400_000;

/** Everything one reading may need; each part is read at most once, and only when a fact asks for it. */
class Reading {
  private readonly ctx: FirmContext;
  private readonly personId: string;
  private readonly nowMs: number;
  private readonly parts = new Map<string, Promise<Record<string, unknown> | undefined>>();

  constructor(ctx: FirmContext, personId: string, nowMs: number) {
    this.ctx = ctx;
    this.personId = personId;
    this.nowMs = nowMs;
  }

  async fact(name: FactName): Promise<Fact> {
    const { source, value } = await this.value(name);
    return value === null || value === undefined ? NOT_RECORDED : { value, source, asOfMs: this.nowMs };
  }

  private async value(name: FactName): Promise<{ source: string; value: Json | undefined }> {
    switch (name) {
      case 'person.firstName':
      case 'person.lastName':
      case 'person.language':
      case 'person.preferredChannel':
      case 'person.state':
      case 'person.timeZone':
      case 'person.ownerId':
      case 'person.age':
      case 'person.nextBirthday':
      case 'person.reviewDueOn':
        return { source: 'person', value: json((await this.person())?.[name]) };
      case 'person.hasEmail':
      case 'person.canText':
      case 'person.tags':
        return { source: 'person', value: json((await this.reach())?.[name]) };
      case 'contact.lastAt':
      case 'contact.daysSince':
        return { source: 'contact', value: json((await this.person())?.[name]) };
      case 'client.isClient':
      case 'client.since':
        return { source: 'client', value: json((await this.client())?.[name]) };
      case 'lead.stage':
      case 'lead.sourceId':
      case 'lead.campaign':
      case 'lead.ageDays':
        return { source: 'lead', value: json((await this.lead())?.[name]) };
      case 'meeting.nextStartsAt':
      case 'meeting.lastEndedAt':
        return { source: 'meeting', value: json((await this.meetings())?.[name]) };
      case 'tasks.open':
      case 'tasks.overdue':
      case 'documents.outstanding':
        return { source: 'task', value: json((await this.work())?.[name]) };
      case 'consent.email.service':
      case 'consent.email.marketing':
      case 'consent.sms.service':
      case 'consent.sms.marketing':
        return { source: 'permission', value: json((await this.consent())?.[name]) };
    }
  }

  private once(
    part: string,
    read: () => Promise<Record<string, unknown> | undefined>,
  ): Promise<Record<string, unknown> | undefined> {
    const held = this.parts.get(part) ?? read();
    this.parts.set(part, held);
    return held;
  }

  private person(): Promise<Record<string, unknown> | undefined> {
    return this.once('person', async () => {
      const person = await findRecord(this.ctx, PersonEntity, this.personId);
      if (!person) return undefined;
      const { birthDate, reviewDueOn } = await openPersonDates(this.ctx, person);
      const today = await this.today(person.timeZone);
      const lastMs = person.lastContactAt?.getTime();
      return {
        'person.firstName': person.firstName || null,
        'person.lastName': person.lastName || null,
        'person.language': person.language,
        'person.preferredChannel': person.preferredChannel,
        'person.state': person.state,
        'person.timeZone': person.timeZone,
        'person.ownerId': person.ownerId,
        'person.age': birthDate === null ? null : ageOn(birthDate, today),
        'person.nextBirthday': birthDate === null ? null : nextBirthday(birthDate, today),
        'person.reviewDueOn': reviewDueOn,
        'contact.lastAt': person.lastContactAt?.toISOString(),
        'contact.daysSince': lastMs === undefined ? null : Math.floor((this.nowMs - lastMs) / DAY_MS),
      };
    });
  }

  /** The day where the person is, or where the firm is when that is not known; `YYYY-MM-DD`. */
  private async today(timeZone: string | null): Promise<string> {
    const rows = await this.query(
      `select to_char(to_timestamp($2::double precision / 1000) at time zone coalesce($3, f.time_zone), 'YYYY-MM-DD') as today
         from app.firm f where f.firm_id = $1`,
      [this.nowMs, timeZone],
    );
    return String(rows?.['today']);
  }

  private reach(): Promise<Record<string, unknown> | undefined> {
    return this.once('reach', () =>
      this.query(
        `select exists (select from app.person_email e where e.firm_id = $1 and e.person_id = $2 and e.removed_at is null and e.bounced_at is null) as "person.hasEmail",
                exists (select from app.person_phone p where p.firm_id = $1 and p.person_id = $2 and p.removed_at is null and p.can_text) as "person.canText",
                (select coalesce(jsonb_agg(t.tag_id order by t.tag_id), '[]') from app.person_tag t
                  where t.firm_id = $1 and t.person_id = $2 and t.removed_at is null) as "person.tags"`,
        [this.personId],
      ),
    );
  }

  private client(): Promise<Record<string, unknown> | undefined> {
    return this.once('client', async () => {
      const row = await this.query(
        `select true as "client.isClient", to_char(c.since, 'YYYY-MM-DD') as "client.since"
           from app.client c where c.firm_id = $1 and c.person_id = $2 and c.deleted_at is null and c.status = 'active'`,
        [this.personId],
      );
      return row ?? { 'client.isClient': false };
    });
  }

  private lead(): Promise<Record<string, unknown> | undefined> {
    return this.once('lead', () =>
      this.query(
        `select l.stage as "lead.stage", l.source_id as "lead.sourceId", l.last_touch->>'campaign' as "lead.campaign",
                floor(($3::double precision - extract(epoch from l.occurred_at) * 1000) / 86400000)::int as "lead.ageDays"
           from app.lead l where l.firm_id = $1 and l.person_id = $2 and l.deleted_at is null
          order by l.created_at desc, l.id desc limit 1`,
        [this.personId, this.nowMs],
      ),
    );
  }

  private meetings(): Promise<Record<string, unknown> | undefined> {
    return this.once('meetings', () =>
      this.query(
        `select min(m.starts_at) filter (where m.status = 'booked' and m.starts_at >= to_timestamp($3::double precision / 1000)) as "meeting.nextStartsAt",
                max(m.ends_at) filter (where m.status = 'ended') as "meeting.lastEndedAt"
           from app.meeting m where m.firm_id = $1 and m.person_id = $2 and m.deleted_at is null`,
        [this.personId, this.nowMs],
      ),
    );
  }

  private work(): Promise<Record<string, unknown> | undefined> {
    return this.once('work', () =>
      this.query(
        `select count(*)::int as "tasks.open",
                (count(*) filter (where t.due_at < to_timestamp($3::double precision / 1000)))::int as "tasks.overdue",
                (select count(*)::int from app.document_request d
                  where d.firm_id = $1 and d.person_id = $2 and d.status = 'requested' and d.deleted_at is null) as "documents.outstanding"
           from app.task t where t.firm_id = $1 and t.person_id = $2 and t.status = 'open' and t.deleted_at is null`,
        [this.personId, this.nowMs],
      ),
    );
  }

  /** Agreed and not opted out since, on any address of the channel. The gate asks again for the very address it sends to. */
  private consent(): Promise<Record<string, unknown> | undefined> {
    return this.once('consent', async () => {
      const rows: { channel: string; purpose: string }[] = await this.ctx.em.query(
        `select distinct p.channel, p.purpose from app.permission p
          where p.firm_id = $1 and p.person_id = $2 and p.withdrawn_at is null and not exists (
            select from app.opt_out o where o.firm_id = p.firm_id and o.channel = p.channel and o.address_hash = p.address_hash
               and o.lifted_at is null and (o.scope = 'all' or p.purpose = 'marketing'))`,
        [this.ctx.firmId, this.personId],
      );
      const agreed = new Set(rows.map((row) => `consent.${row.channel}.${row.purpose}`));
      const names = [
        'consent.email.service',
        'consent.email.marketing',
        'consent.sms.service',
        'consent.sms.marketing',
      ];
      return Object.fromEntries(names.map((name) => [name, agreed.has(name)]));
    });
  }

  private async query(sql: string, more: unknown[]): Promise<Record<string, unknown> | undefined> {
    const rows: Record<string, unknown>[] = await this.ctx.em.query(sql, [this.ctx.firmId, ...more]);
    return rows[0];
  }
}

/** Reads facts of one person as they stand in this transaction. A name that is no fact is unknown, with that reason. */
export async function loadFacts(
  ctx: FirmContext,
  personId: string,
  names: readonly string[],
  nowMs: number,
): Promise<Facts> {
  const reading = new Reading(ctx, personId, nowMs);
  const facts: Facts = {};
  for (const name of names) {
    facts[name] = isFactName(name) ? await reading.fact(name) : { unknown: 'there is no such fact' };
  }
  return facts;
}

function json(value: unknown): Json | undefined {
  if (value instanceof Date) return value.toISOString();
  return value as Json | undefined; // columns of the queries above are text, numbers, booleans and JSON lists
}
