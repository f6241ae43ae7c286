import { MilestoneKind } from '@rap/contracts/automation/events';
import { milestonesOf } from '@rap/domain/person/milestones';
import { addDays, wallClock } from '@rap/domain/time/zoned';
import { openPersonDates } from '../person/person-dates.ts';
import { PersonEntity } from '../person/person.entity.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** A stored 59 1/2 day is a birth date, so the table holds no more than these days ahead. */
const WINDOW_DAYS = 60;
/** A day that nobody was told of for so long, because everything stood still, is told late; an older one is not. */
const LATE_DAYS = 7;
/** The day begins here: what a milestone starts should start in working hours (own). */
const MORNING_MINUTES = 8 * 60;
const PAGE = 500;

/** The clock of the firm at an instant (epoch ms): its day, and whether its morning has come. */
export async function firmToday(
  ctx: FirmContext,
  atMs = ctx.now(),
): Promise<{ today: string; morning: boolean; zone: string }> {
  const rows: { time_zone: string }[] = await ctx.em.query(
    `select time_zone from app.firm where firm_id = $1`,
    [ctx.firmId],
  );
  const zone = rows[0]?.time_zone ?? 'UTC';
  const { date, minutes } = wallClock(atMs, zone);
  return { today: date, morning: minutes >= MORNING_MINUTES, zone };
}

/**
 * Writes the coming milestones of up to 500 people after `afterId`, in place of those not yet told. Answers the last id of a
 * full page. Told ones stay, so that filling again tells nobody twice.
 */
export async function refillMilestones(ctx: FirmContext, afterId?: string): Promise<string | undefined> {
  const people = await ctx.em
    .getRepository(PersonEntity)
    .createQueryBuilder('p')
    .where('p.firmId = :firmId and p.deletedAt is null and p.id > :afterId', {
      firmId: ctx.firmId,
      afterId: afterId ?? '00000000-0000-0000-0000-000000000000',
    })
    .orderBy('p.id')
    .limit(PAGE)
    .getMany();
  await writeMilestones(ctx, people);
  return people.length === PAGE ? people.at(-1)?.id : undefined;
}

/** The same for one person, whose dates have just changed. */
export async function refillMilestonesOf(ctx: FirmContext, person: PersonEntity): Promise<void> {
  await writeMilestones(ctx, [person]);
}

async function writeMilestones(ctx: FirmContext, people: readonly PersonEntity[]): Promise<void> {
  if (people.length === 0) return;
  const { today, zone } = await firmToday(ctx);
  const rows: { person_id: string; kind: string; on_date: string }[] = [];
  for (const person of people) {
    const dates = await openPersonDates(ctx, person);
    const lastContactOn = wallClock((person.lastContactAt ?? person.occurredAt).getTime(), zone).date;
    const coming = milestonesOf(
      { ...dates, lastContactOn },
      addDays(today, -LATE_DAYS),
      addDays(today, WINDOW_DAYS),
    );
    rows.push(...coming.map(({ kind, on }) => ({ person_id: person.id, kind, on_date: on })));
  }
  const ids = people.map((person) => person.id);
  await ctx.em.query(
    `delete from app.person_milestone where firm_id = $1 and person_id = any ($2::uuid[]) and fired_at is null`,
    [ctx.firmId, ids],
  );
  await ctx.em.query(
    `insert into app.person_milestone (person_id, kind, on_date)
     select person_id, kind, on_date from jsonb_to_recordset($1::jsonb) as m(person_id uuid, kind text, on_date date)
         on conflict (firm_id, person_id, kind, on_date) do nothing`,
    [JSON.stringify(rows)],
  );
}

/**
 * Raises `date.due` for every milestone of the day of `atMs`, and of the days before when nobody was there to tell; each
 * once. Today's wait for the morning.
 */
export async function tellMilestones(ctx: FirmContext, atMs = ctx.now()): Promise<number> {
  const { today, morning } = await firmToday(ctx, atMs);
  if (!morning) return 0;
  const [due]: [{ person_id: string; kind: string }[], number] = await ctx.em.query(
    `update app.person_milestone m set fired_at = clock_timestamp()
      where m.firm_id = $1 and m.fired_at is null and m.on_date between $2::date - $3::int and $2::date
        and exists (select from app.person p where p.firm_id = m.firm_id and p.id = m.person_id and p.deleted_at is null)
        and (m.kind <> 'no_contact_90_days' or not exists (
              select from app.person p join app.firm f on f.firm_id = p.firm_id
               where p.firm_id = m.firm_id and p.id = m.person_id
                 and (p.last_contact_at at time zone f.time_zone)::date + 90 > m.on_date))
      returning m.person_id, m.kind`,
    [ctx.firmId, today, LATE_DAYS],
  );
  for (const { person_id, kind } of due) {
    const payload = { milestone: MilestoneKind.parse(kind) };
    ctx.emit({ subjectId: person_id, kind: 'date.due', payload });
  }
  // told ones are kept as long as a refill could bring them again
  await ctx.em.query(
    `delete from app.person_milestone where firm_id = $1 and on_date < $2::date - ($3::int + 1)`,
    [ctx.firmId, today, LATE_DAYS],
  );
  return due.length;
}
