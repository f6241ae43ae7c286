import { Injectable } from '@nestjs/common';
import type { Page } from '@rap/contracts/paging';
import type { NewPerson, PeopleQuery, Person, PersonChanges } from '@rap/contracts/person';
import { isTimeZone } from '@rap/domain/time/zoned';
import {
  changePerson,
  createPerson,
  deletePerson,
  restorePerson,
} from '@rap/database/person/person-commands';
import { PersonEntity } from '@rap/database/person/person.entity';
import { listPeople, withReach } from '@rap/database/person/person-queries';
import { findRecord, type WriteOutcome } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, notFound, stale } from '../http/problem-error.ts';
import { presentPerson } from './person-presenter.ts';

@Injectable()
export class PersonService {
  async create(ctx: FirmContext, me: Principal, input: NewPerson): Promise<Person> {
    authorise(me, 'person.change');
    checkZone(input.timeZone);
    const { bookId, ...rest } = input;
    const made = await createPerson(ctx, rest, bookId ?? (await ownBook(ctx, me)));
    if (made.outcome === 'refused') throw invalid([made.problem]);
    return this.present(ctx, made.person);
  }

  async list(ctx: FirmContext, me: Principal, query: PeopleQuery): Promise<Page<Person>> {
    authorise(me, 'person.read');
    const { limit, after, sort, name, ownerId, deleted } = query;
    const filter = { deleted, ...(name ? { name } : {}), ...(ownerId ? { ownerId } : {}) };
    const { rows, cursorOf } = await listPeople(ctx, filter, sort, limit, readCursor(after));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last ? writeCursor(await cursorOf(last)) : null;
    const people = await withReach(ctx, shown);
    return { items: await Promise.all(people.map((person) => presentPerson(ctx, person))), next };
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Person> {
    authorise(me, 'person.read');
    const person = await findRecord(ctx, PersonEntity, id);
    if (!person) throw notFound('person');
    return this.present(ctx, person);
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: PersonChanges): Promise<Person> {
    authorise(me, 'person.change');
    checkZone(input.timeZone);
    return this.settled(ctx, await changePerson(ctx, id, input));
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Person> {
    authorise(me, 'person.change');
    return this.settled(ctx, await deletePerson(ctx, id, version));
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Person> {
    authorise(me, 'person.restore');
    return this.settled(ctx, await restorePerson(ctx, id, version));
  }

  private async settled(ctx: FirmContext, written: WriteOutcome<PersonEntity>): Promise<Person> {
    if (written.outcome === 'missing') throw notFound('person');
    if (written.outcome === 'stale') throw stale(await this.present(ctx, written.current));
    return this.present(ctx, written.row);
  }

  private async present(ctx: FirmContext, person: PersonEntity): Promise<Person> {
    const [whole] = await withReach(ctx, [person]);
    if (!whole) throw notFound('person');
    return presentPerson(ctx, whole);
  }
}

/** Somebody's first book; who has none names one. */
async function ownBook(ctx: FirmContext, me: Principal): Promise<string> {
  const rows: { book_id: string }[] = await ctx.em.query(
    `select book_id from app.book_member where firm_id = $1 and user_id = $2 and removed_at is null order by book_id limit 1`,
    [ctx.firmId, me.userId],
  );
  const book = rows[0];
  if (book) return book.book_id;
  throw invalid([
    {
      field: 'bookId',
      code: 'needed',
      message: 'You have no book of your own: say in whose book the person belongs.',
    },
  ]);
}

function checkZone(zone: string | null | undefined): void {
  if (!zone || isTimeZone(zone)) return;
  const message = `"${zone}" is no time zone. Use an IANA name, for example America/Chicago.`;
  throw invalid([{ field: 'timeZone', code: 'unknown_zone', message }]);
}
