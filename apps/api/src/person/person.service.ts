import { Injectable } from '@nestjs/common';
import type { Page } from '@rap/contracts/paging';
import type {
  NewEmail,
  NewPerson,
  NewPhone,
  PeopleQuery,
  Person,
  PersonChanges,
  PersonNames,
  ReachChanges,
} from '@rap/contracts/person';
import {
  changePerson,
  createPerson,
  deletePerson,
  movePerson,
  restorePerson,
} from '@rap/database/person/person-commands';
import { PersonEmailEntity, PersonEntity, PersonPhoneEntity } from '@rap/database/person/person.entity';
import { listPeople, peopleByIds, withReach } from '@rap/database/person/person-queries';
import { addEmail, addPhone, changeReach, removeReach } from '@rap/database/person/reach-commands';
import type { WriteOutcome } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { fullName } from '@rap/domain/person/full-name';
import { authorise } from '../http/authorise.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { checkZone } from '../http/check-zone.ts';
import { invalid, notFound } from '../http/problem-error.ts';
import { found, settled } from '../http/settled.ts';
import { presentPerson } from './person-presenter.ts';

@Injectable()
export class PersonService {
  async create(ctx: FirmContext, me: Principal, input: NewPerson): Promise<Person> {
    authorise(me, 'person.change');
    checkZone(input.timeZone);
    const { bookId, ...rest } = input;
    const made = await createPerson(ctx, rest, bookId ?? (await ownBook(ctx, me)));
    if (made.outcome === 'refused') throw invalid([made.problem]);
    return present(ctx, made.person);
  }

  async list(ctx: FirmContext, me: Principal, query: PeopleQuery): Promise<Page<Person>> {
    authorise(me, 'person.read');
    const { limit, after, sort, ...filter } = query;
    const { rows, next } = await listPeople(ctx, filter, sort, limit, readCursor(after));
    const items: Person[] = [];
    for (const whole of await withReach(ctx, rows)) items.push(await presentPerson(ctx, whole));
    return { items, next: next ? writeCursor(next) : null };
  }

  async names(ctx: FirmContext, me: Principal, ids: readonly string[]): Promise<PersonNames> {
    authorise(me, 'person.read');
    const people = await peopleByIds(ctx, ids);
    return { items: people.map((one) => ({ id: one.id, name: fullName(one) })) };
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Person> {
    authorise(me, 'person.read');
    return present(ctx, await found(ctx, PersonEntity, id, 'person'));
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: PersonChanges): Promise<Person> {
    authorise(me, 'person.change');
    checkZone(input.timeZone);
    return settled(ctx, person, await changePerson(ctx, id, input));
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Person> {
    authorise(me, 'person.change');
    return settled(ctx, person, await deletePerson(ctx, id, version));
  }

  async move(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { version, bookId }: { version: number; bookId: string },
  ): Promise<Person> {
    authorise(me, 'person.move');
    return settled(ctx, person, await movePerson(ctx, id, version, bookId));
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Person> {
    authorise(me, 'person.restore');
    return settled(ctx, person, await restorePerson(ctx, id, version));
  }

  async addEmail(ctx: FirmContext, me: Principal, id: string, input: NewEmail): Promise<Person> {
    authorise(me, 'person.change');
    const row = await found(ctx, PersonEntity, id, 'person');
    const added = await addEmail(ctx, id, input);
    if (added.outcome === 'refused') throw invalid([added.problem]);
    return present(ctx, row);
  }

  async addPhone(ctx: FirmContext, me: Principal, id: string, input: NewPhone): Promise<Person> {
    authorise(me, 'person.change');
    const row = await found(ctx, PersonEntity, id, 'person');
    const added = await addPhone(ctx, id, input);
    if (added.outcome === 'refused') throw invalid([added.problem]);
    return present(ctx, row);
  }

  async changeEmail(ctx: FirmContext, me: Principal, id: string, input: ReachChanges): Promise<Person> {
    authorise(me, 'person.change');
    return this.reached(ctx, await changeReach(ctx, PersonEmailEntity, id, input), 'email address');
  }

  async changePhone(ctx: FirmContext, me: Principal, id: string, input: ReachChanges): Promise<Person> {
    authorise(me, 'person.change');
    return this.reached(ctx, await changeReach(ctx, PersonPhoneEntity, id, input), 'number');
  }

  async removeEmail(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Person> {
    authorise(me, 'person.change');
    return this.reached(ctx, await removeReach(ctx, PersonEmailEntity, id, version), 'email address');
  }

  async removePhone(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Person> {
    authorise(me, 'person.change');
    return this.reached(ctx, await removeReach(ctx, PersonPhoneEntity, id, version), 'number');
  }

  /** The person as they stand after a change to one of their addresses or numbers. */
  private reached(
    ctx: FirmContext,
    written: WriteOutcome<PersonEmailEntity> | WriteOutcome<PersonPhoneEntity>,
    what: string,
  ): Promise<Person> {
    const show = async (_ctx: FirmContext, row: PersonEmailEntity | PersonPhoneEntity): Promise<Person> =>
      present(ctx, await found(ctx, PersonEntity, row.personId, 'person'));
    return settled<PersonEmailEntity | PersonPhoneEntity, Person>(ctx, { what, show }, written);
  }
}

const person = { what: 'person', show: present };

async function present(ctx: FirmContext, row: PersonEntity): Promise<Person> {
  const [whole] = await withReach(ctx, [row]);
  if (!whole) throw notFound('person');
  return presentPerson(ctx, whole);
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
