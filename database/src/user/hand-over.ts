import { changeLead } from '../lead/lead-commands.ts';
import { LeadEntity } from '../lead/lead.entity.ts';
import { changePerson } from '../person/person-commands.ts';
import { audit } from '../records/record-change.ts';
import { findRecord } from '../records/write-record.ts';
import { changeTask } from '../task/task-commands.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { overAllBooks } from '../tenancy/over-all-books.ts';

/** What went from one user to another. */
export interface HandedOver {
  readonly people: number;
  readonly leads: number;
  readonly tasks: number;
}

/**
 * Gives the people, the open leads and the open tasks of a user to another, whatever the book, each by its own command: so
 * that each has its version, its event, and automations that wait for another owner go on. What is won, lost or done stays
 * under the name of who did it.
 */
export async function handOver(ctx: FirmContext, fromId: string, toId: string): Promise<HandedOver> {
  return overAllBooks(ctx, async () => {
    const ids = async (sql: string): Promise<{ id: string; version: number }[]> =>
      ctx.em.query(`select id, version from ${sql} and deleted_at is null order by id`, [ctx.firmId, fromId]);
    const people = await ids(`app.person where firm_id = $1 and owner_id = $2`);
    for (const { id, version } of people) await changePerson(ctx, id, { version, ownerId: toId });
    const leads = await ids(`app.lead where firm_id = $1 and owner_id = $2 and stage not in ('won', 'lost')`);
    for (const { id, version } of leads) {
      const lead = await findRecord(ctx, LeadEntity, id);
      if (lead) await changeLead(ctx, lead, { version, ownerId: toId });
    }
    const tasks = await ids(`app.task where firm_id = $1 and assignee_id = $2 and status = 'open'`);
    for (const { id, version } of tasks) await changeTask(ctx, id, { version, assigneeId: toId });
    const handed = { people: people.length, leads: leads.length, tasks: tasks.length };
    await audit(ctx, 'app.user.hand_over', { fromId, toId, ...handed });
    return handed;
  });
}
