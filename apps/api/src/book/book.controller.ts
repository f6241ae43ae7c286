import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { Book, BookChanges, BookList, NewBook } from '@rap/contracts/book';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { BookService } from './book.service.ts';

@Controller('books')
export class BookController {
  private readonly books: BookService;

  constructor(books: BookService) {
    this.books = books;
  }

  @Get()
  @Answers(BookList)
  listBooks(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<BookList> {
    return this.books.list(ctx, me);
  }

  @Post()
  @Creates(Book)
  createBook(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewBook }) body: NewBook,
  ): Promise<Book> {
    return this.books.create(ctx, me, body);
  }

  @Patch(':id')
  @Answers(Book)
  changeBook(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: BookChanges }) body: BookChanges,
  ): Promise<Book> {
    return this.books.change(ctx, me, id, body);
  }
}
