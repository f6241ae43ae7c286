import { Body, Controller, Post } from '@nestjs/common';
import { PersonMove } from '@rap/contracts/book';
import { Person } from '@rap/contracts/person';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { BookService } from './book.service.ts';

@Controller('people')
export class PersonMoveController {
  private readonly books: BookService;

  constructor(books: BookService) {
    this.books = books;
  }

  @Post(':id/move')
  @Answers(Person)
  movePerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: PersonMove }) body: PersonMove,
  ): Promise<Person> {
    return this.books.movePerson(ctx, me, id, body);
  }
}
