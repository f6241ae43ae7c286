/** A restore that nothing waits for any more. */
export interface ReleasedRestore {
  readonly backup_at: Date;
  readonly restored_at: Date;
}

/** Lets go everything that waits because of a restore, of all firms; as the owner of the database. */
export async function releaseRestores(
  query: (sql: string) => Promise<readonly ReleasedRestore[]>,
): Promise<readonly ReleasedRestore[]> {
  return query(
    `with released as (
       update app.recovery set released_at = clock_timestamp() where released_at is null returning backup_at, restored_at
     ) select * from released`,
  );
}
