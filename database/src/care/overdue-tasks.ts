import type { FirmContext } from '../tenancy/context.ts';

const AT_A_TIME = 500;

/**
 * Raises `task.overdue` for open tasks of people whose time has passed (by `untilMs`, else by now), each once until it gets
 * another; 500 at a time.
 */
export async function tellOverdueTasks(ctx: FirmContext, untilMs = ctx.now()): Promise<number> {
  const [late]: [{ id: string; person_id: string }[], number] = await ctx.em.query(
    `update app.task t set overdue_raised_at = $3
       from (select id from app.task where firm_id = $1 and status = 'open' and overdue_raised_at is null
               and deleted_at is null and person_id is not null and due_at < $2
              order by due_at limit ${AT_A_TIME} for update skip locked) due
      where t.firm_id = $1 and t.id = due.id
      returning t.id, t.person_id`,
    [ctx.firmId, new Date(untilMs), new Date(ctx.now())],
  );
  for (const { id, person_id } of late) {
    ctx.emit({ subjectId: person_id, kind: 'task.overdue', payload: { taskId: id } });
  }
  return late.length;
}
