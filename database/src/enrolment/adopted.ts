import type { FirmContext } from '../tenancy/context.ts';

/**
 * Hands a run that was brought to today over to the relay: nobody owns its row any more, and it gets a workflow that begins
 * parked where the row says. One that has ended stays as it is.
 */
export async function adoptEnrolment(ctx: FirmContext, enrolmentId: string): Promise<void> {
  await ctx.em.query(
    `update app.enrolment set chain = null, awaits_shell = true where firm_id = $1 and id = $2 and status <> 'ended'`,
    [ctx.firmId, enrolmentId],
  );
}

/** The same for every run of the firm that an import, which did not come to its end, has left on its way. */
export async function adoptLeftBehind(ctx: FirmContext): Promise<void> {
  await ctx.em.query(
    `update app.enrolment set chain = null, awaits_shell = true
      where firm_id = $1 and chain ^@ 'import:' and status <> 'ended'`,
    [ctx.firmId],
  );
}

/** Adopted runs of the context's firm that have no workflow yet, oldest first. */
export async function runsAwaitingShell(ctx: FirmContext, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await ctx.em.query(
    `select id from app.enrolment where firm_id = $1 and awaits_shell and status <> 'ended' order by id limit $2`,
    [ctx.firmId, limit],
  );
  return rows.map(({ id }) => id);
}

/** Its workflow is there. */
export async function noteShellStarted(ctx: FirmContext, enrolmentId: string): Promise<void> {
  await ctx.em.query(`update app.enrolment set awaits_shell = false where firm_id = $1 and id = $2`, [
    ctx.firmId,
    enrolmentId,
  ]);
}
