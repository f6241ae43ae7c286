import { Injectable } from '@nestjs/common';
import type { Book, BookChanges, BookList, NewBook, PersonMove } from '@rap/contracts/book';
import type { Person } from '@rap/contracts/person';
import { BookEntity, changeBook, unknownBooks } from '@rap/database/book/book';
import { movePerson } from '@rap/database/person/person-commands';
import { PersonEntity } from '@rap/database/person/person.entity';
import { withReach } from '@rap/database/person/person-queries';
import { insertRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { booksOfUsers, unknownUsers } from '@rap/database/user/user-commands';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, notFound } from '../http/problem-error.ts';
import { found, settled } from '../http/settled.ts';
import { presentPerson } from '../person/person-presenter.ts';

const book = { what: 'book', show: present };

/** Books of a firm: who works for whom. */
@Injectable()
export class BookService {
  async list(ctx: FirmContext, me: Principal): Promise<BookList> {
    authorise(me, 'user.read');
    const rows = await ctx.em
      .getRepository(BookEntity)
      .find({ where: { firmId: ctx.firmId }, order: { name: 'ASC', id: 'ASC' } });
    const books = await booksOfUsers(ctx);
    return { items: rows.map((row) => shown(row, books)) };
  }

  async create(ctx: FirmContext, me: Principal, input: NewBook): Promise<Book> {
    authorise(me, 'user.manage');
    await checkName(ctx, input.name);
    return present(ctx, await insertRecord(ctx, BookEntity, input));
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: BookChanges): Promise<Book> {
    authorise(me, 'user.manage');
    if (input.name !== undefined) await checkName(ctx, input.name, id);
    const unknown = await unknownUsers(ctx, input.memberIds ?? []);
    if (unknown.length > 0) {
      const message = `There is no such user: ${unknown.join(', ')}.`;
      throw invalid([{ field: 'memberIds', code: 'unknown_user', message, fix: 'Name active users.' }]);
    }
    return settled(ctx, book, await changeBook(ctx, id, input));
  }

  async movePerson(ctx: FirmContext, me: Principal, id: string, input: PersonMove): Promise<Person> {
    authorise(me, 'person.move');
    await found(ctx, PersonEntity, id, 'person');
    const { books } = me.who;
    const isTheirs = books === '*' || books.includes(input.bookId);
    if (!isTheirs || (await unknownBooks(ctx, [input.bookId])).length > 0) {
      throw invalid([
        { field: 'bookId', code: 'unknown_book', message: 'There is no such book that you work for.' },
      ]);
    }
    return settled(
      ctx,
      { what: 'person', show: presentMoved },
      await movePerson(ctx, id, input.version, input.bookId),
    );
  }
}

async function presentMoved(ctx: FirmContext, row: PersonEntity): Promise<Person> {
  const [whole] = await withReach(ctx, [row]);
  if (!whole) throw notFound('person');
  return presentPerson(ctx, whole);
}

async function checkName(ctx: FirmContext, name: string, except?: string): Promise<void> {
  const known = await ctx.em.getRepository(BookEntity).findOneBy({ firmId: ctx.firmId, name });
  if (!known || known.id === except) return;
  throw invalid([{ field: 'name', code: 'taken', message: 'There is a book of this name: take another.' }]);
}

async function present(ctx: FirmContext, row: BookEntity): Promise<Book> {
  return shown(row, await booksOfUsers(ctx));
}

function shown({ id, version, name }: BookEntity, books: ReadonlyMap<string, string[]>): Book {
  const memberIds = [...books].filter(([, bookIds]) => bookIds.includes(id)).map(([userId]) => userId);
  return { id, version, name, memberIds };
}
