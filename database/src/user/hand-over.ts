import { seesEveryBook } from '@rap/domain/policy/books';
import { changeLead } from '../lead/lead-commands.ts';
import { LeadEntity } from '../lead/lead.entity.ts';
import { changePerson } from '../person/person-commands.ts';
import { audit } from '../records/record-change.ts';
import { findRecord, type WriteOutcome } from '../records/write-record.ts';
import { changeTask } from '../task/task-commands.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { overAllBooks } from '../tenancy/over-all-books.ts';
import type { UserEntity } from './user.entity.ts';

/** What went from one user to another, or the books whose people the other would not see. */
export type HandedOver =
  | { readonly outcome: 'handed'; readonly people: number; readonly leads: number; readonly tasks: number }
  | { readonly outcome: 'outside'; readonly books: readonly string[] };

/**
 * Gives the people, the open leads and the open tasks of a user to another, whatever the book, each by its own command: so
 * that each has its version, its event, and automations that wait for another owner go on. What is won, lost or done stays
 * under the name of who did it. Each row is locked first: a change that is being made at that moment is waited for, not lost.
 */
export async function handOver(ctx: FirmContext, fromId: string, to: UserEntity): Promise<HandedOver> {
  return overAllBooks(ctx, async () => {
    const mine = async (sql: string): Promise<Mine[]> =>
      ctx.em.query(`select id, version, ${sql} and deleted_at is null order by id for update`, [
        ctx.firmId,
        fromId,
      ]);
    const people = await mine(`id as "personId" from app.person where firm_id = $1 and owner_id = $2`);
    const leads = await mine(
      `person_id as "personId" from app.lead where firm_id = $1 and owner_id = $2 and stage not in ('won', 'lost')`,
    );
    const tasks = await mine(
      `person_id as "personId" from app.task where firm_id = $1 and assignee_id = $2 and status = 'open'`,
    );
    const books = await booksOutside(ctx, [...people, ...leads, ...tasks], to);
    if (books.length > 0) return { outcome: 'outside', books };
    for (const { id, version } of people)
      mustBeWritten(await changePerson(ctx, id, { version, ownerId: to.id }));
    for (const { id, version } of leads) {
      const lead = await findRecord(ctx, LeadEntity, id);
      if (lead) mustBeWritten(await changeLead(ctx, lead, { version, ownerId: to.id }));
    }
    for (const { id, version } of tasks)
      mustBeWritten(await changeTask(ctx, id, { version, assigneeId: to.id }));
    const handed = { people: people.length, leads: leads.length, tasks: tasks.length };
    await audit(ctx, 'app.user.hand_over', { fromId, toId: to.id, ...handed });
    return { outcome: 'handed', ...handed };
  });
}

interface Mine {
  readonly id: string;
  readonly version: number;
  /** whom it is about; a task may be about nobody */
  readonly personId: string | null;
}

/** The names of the books of whom this is about, for which the heir does not work. */
async function booksOutside(ctx: FirmContext, mine: readonly Mine[], to: UserEntity): Promise<string[]> {
  if (seesEveryBook(to.role)) return [];
  const rows: { name: string }[] = await ctx.em.query(
    `select distinct b.name from app.book b join app.person p on p.firm_id = b.firm_id and p.book_id = b.id
      where b.firm_id = $1 and p.id = any ($2) and p.deleted_at is null
        and not exists (select from app.book_member m where m.firm_id = $1 and m.book_id = b.id and m.user_id = $3
                          and m.removed_at is null)
      order by b.name`,
    [ctx.firmId, mine.map(({ personId }) => personId), to.id],
  );
  return rows.map(({ name }) => name);
}

/** A locked row that cannot be written is a fault: better nobody leaves than something is left behind. */
function mustBeWritten({ outcome }: WriteOutcome<unknown>): void {
  if (outcome !== 'written') throw new Error(`a locked row was not handed over: ${outcome}`);
}
