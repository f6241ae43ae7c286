import { Module } from '@nestjs/common';
import { BookController } from './book.controller.ts';
import { BookService } from './book.service.ts';
import { PersonMoveController } from './person-move.controller.ts';

@Module({ controllers: [BookController, PersonMoveController], providers: [BookService] })
export class BookModule {}
