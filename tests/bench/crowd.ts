import type { BenchFirm } from './firm.ts';

const CHUNK = 5_000;
const FIRST = ['Maria', 'James', 'Linda', 'Robert', 'Patricia', 'Wei', 'Carmen', 'Dale', 'Ruth', 'Samuel'];
const LAST = [
  'Alvarez',
  'Baker',
  'Chen',
  'Dawson',
  'Edwards',
  'Flores',
  'Grant',
  'Huang',
  'Ingram',
  'Jensen',
];
const STAGES = ['new', 'contacted', 'meeting_booked', 'proposal', 'won', 'lost'];

/** So many people by SQL, each with an address and a lead, every hundredth with an open task; answers their ids. */
export async function writeCrowd(
  firm: BenchFirm,
  count: number,
  log: (line: string) => void,
): Promise<string[]> {
  const ids: string[] = [];
  for (let done = 0; done < count; done += CHUNK) {
    const chunk = await firm.run(async (ctx): Promise<string[]> => {
      const made: { id: string }[] = await ctx.em.query(
        `insert into app.person (book_id, owner_id, first_name, last_name, state, occurred_at)
         select $1, $2, ($3::text[])[1 + i % 10], ($4::text[])[1 + i / 10 % 10] || ' ' || i, 'OH', now() - i * interval '13 minutes'
           from generate_series($5::int, $6::int) i
         returning id`,
        [firm.bookId, firm.ownerId, FIRST, LAST, done, Math.min(done + CHUNK, count) - 1],
      );
      const people = made.map(({ id }) => id);
      await ctx.em.query(
        `insert into app.person_email (person_id, address, is_primary)
         select person, 'crowd-' || person || '@example.com', true from unnest($1::uuid[]) person`,
        [people],
      );
      await ctx.em.query(
        `insert into app.lead (person_id, source_id, owner_id, stage, first_touch, last_touch, occurred_at)
         select person, $2, $3, ($4::text[])[1 + no % 6], '{"campaign": "fall"}', '{}', now() - no * interval '17 minutes'
           from unnest($1::uuid[]) with ordinality as given (person, no)`,
        [people, firm.sourceId, firm.ownerId, STAGES],
      );
      await ctx.em.query(
        `insert into app.task (person_id, title, assignee_id, due_at)
         select person, 'Call about the rollover', $2, now() + (no - 200) * interval '1 hour'
           from unnest($1::uuid[]) with ordinality as given (person, no) where no % 100 = 0`,
        [people, firm.ownerId],
      );
      return people;
    });
    ids.push(...chunk);
    if ((done / CHUNK) % 5 === 0) log(`${ids.length} of ${count} people are written`);
  }
  return ids;
}
