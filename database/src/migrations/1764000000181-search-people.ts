import type { MigrationInterface, QueryRunner } from 'typeorm';
import { definer } from './wall.ts';

/** People by a name that is not spelled as it stands. Trigram operators are not leakproof: only a definer's query may use the index. */
export class SearchPeople1764000000181 implements MigrationInterface {
  name = 'SearchPeople1764000000181';

  async up(q: QueryRunner): Promise<void> {
    // serves: search.people_like
    await q.query(
      `create index person_name_like on app.person using gin (firm_id, name_norm gin_trgm_ops)
        with (fastupdate = off) where deleted_at is null`,
    );
    await q.query(`
      create function search.people_like(q text, lim int default 20)
      returns table (person_id uuid, nearness real) language plpgsql stable security definer
      set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
      set pg_trgm.similarity_threshold = 0.35 as $$
      declare f uuid := app.firm();
      begin
        return query select p.id, public.similarity(p.name_norm, q) from app.person p
          where p.firm_id = f and p.deleted_at is null and p.name_norm operator(public.%) q and app.sees(p.book_id)
          order by 2 desc, 1 limit least(greatest(lim, 1), 50);
      end $$`);
    await definer(q, 'search.people_like(text, int)', 'app_search', 'app_rw, app_owner');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop function search.people_like(text, int)`);
    await q.query(`drop index app.person_name_like`);
  }
}
