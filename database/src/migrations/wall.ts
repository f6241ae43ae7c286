import type { QueryRunner } from 'typeorm';

export interface WallOptions {
  /** what the API and the workers may do; DELETE and TRUNCATE belong to nobody but the retention role */
  grants?: string;
  /** a column that names the person: rows of people in books the actor does not work for are invisible */
  personColumn?: string;
}

/**
 * Puts a firm table behind row-level security. Every statement without a firm in the transaction fails loudly (42501).
 *
 * Adding a foreign key later: `alter table ... no force row level security` on both tables, add the key, `force` again, in
 * one transaction. Otherwise the check sees one firm's rows only and marks the key valid over another firm's orphans.
 */
export async function wall(q: QueryRunner, table: string, options: WallOptions = {}): Promise<void> {
  const { grants = 'select, insert, update', personColumn } = options;
  await q.query(`alter table ${table} enable row level security, force row level security`);
  await q.query(
    `create policy firm_wall on ${table} to app_rw, app_owner, app_retention
       using (firm_id = app.firm()) with check (firm_id = app.firm())`,
  );
  if (personColumn) {
    await q.query(
      `create policy book_wall on ${table} as restrictive to app_rw
         using (${personColumn} is null or app.sees_person(${personColumn}))`,
    );
  }
  if (grants) await q.query(`grant ${grants} on ${table} to app_rw`);
  await q.query(`grant select, delete on ${table} to app_retention`);
}

/** Hands a SECURITY DEFINER function to its role, callable by the named roles only. The role must hold CREATE on the schema meanwhile. */
export async function definer(
  q: QueryRunner,
  signature: string,
  owner: string,
  callers: string,
): Promise<void> {
  const schema = signature.split('.')[0];
  await q.query(`grant create on schema ${schema} to ${owner}`);
  await q.query(`alter function ${signature} owner to ${owner}`);
  await q.query(`revoke create on schema ${schema} from ${owner}`);
  await q.query(`set local role ${owner}`);
  await q.query(`revoke execute on function ${signature} from public`);
  await q.query(`grant execute on function ${signature} to ${callers}`);
  await q.query(`reset role`);
}
