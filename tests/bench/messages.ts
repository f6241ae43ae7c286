import { addressHash } from '@rap/database/consent/address';
import type { BenchFirm } from './firm.ts';

/** different words that messages are made of: `word0`, which is in most, to the rarest */
export const VOCABULARY = 20_000;
const CHUNK = 5_000;
const WORDS = 28;

/** So many messages by SQL, from the start of 2025 on, their words really sealed and searchable; `whose` answers the person of the next one. */
export async function writeMessages(
  firm: BenchFirm,
  whose: () => string,
  { messages, log }: { messages: number; log: (line: string) => void },
  random: () => number,
): Promise<void> {
  const tokens = await firm.run(async (ctx) => {
    const made: string[] = [];
    for (let i = 0; i < VOCABULARY; i++)
      made.push((await ctx.sealer.tokens('message', `word${i}`))[0] ?? '0');
    return made;
  });
  const firstMs = Date.parse('2025-01-01T00:00:00Z');
  const stepMs = (Date.parse('2026-11-01T00:00:00Z') - firstMs) / messages;
  for (let done = 0; done < messages; done += CHUNK) {
    await firm.run(async (ctx) => {
      const ids: { id: string }[] = await ctx.em.query(`select uuidv7() as id from generate_series(1, $1)`, [
        Math.min(CHUNK, messages - done),
      ]);
      const hash = await addressHash(ctx, 'email', 'maria@example.com');
      const columns: [string[], string[], Buffer[], Buffer[], Buffer[], Date[], string[]] = [
        [],
        [],
        [],
        [],
        [],
        [],
        [],
      ];
      for (const [i, { id }] of ids.entries()) {
        // squared: some words are in most messages, most words in few
        const words = Array.from({ length: WORDS }, () => Math.floor(random() ** 3 * VOCABULARY));
        const place = (column: string) => ({ table: 'app.communication', column, rowId: id });
        columns[0].push(id);
        columns[1].push(whose());
        columns[2].push(await ctx.sealer.seal(place('address'), 'maria@example.com'));
        columns[3].push(await ctx.sealer.seal(place('subject'), 'About your question'));
        columns[4].push(await ctx.sealer.seal(place('body'), words.map((word) => `word${word}`).join(' ')));
        columns[5].push(new Date(firstMs + (done + i) * stepMs));
        columns[6].push(`{${words.map((word) => tokens[word]).join(',')}}`);
      }
      await ctx.em.query(
        `insert into app.communication (id, person_id, channel, direction, address_sealed, address_hash, subject_sealed, body_sealed, thread_id, occurred_at)
         select r.id, r.person, 'email', 'in', r.address, $6, r.subject, r.body, r.id, r.at
           from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[], $7::timestamptz[]) as r (id, person, address, subject, body, at)`,
        [columns[0], columns[1], columns[2], columns[3], columns[4], hash, columns[5]],
      );
      await ctx.em.query(
        `insert into app.message_search (message_id, person_id, sent_at, tokens)
         select r.id, r.person, r.at, r.tokens::bigint[]
           from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[]) as r (id, person, at, tokens)`,
        [columns[0], columns[1], columns[5], columns[6]],
      );
    });
    if ((done / CHUNK) % 20 === 0) log(`${done} of ${messages} messages are written`);
  }
}
