import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { Note, NotesQuery, NewNote, NoteChanges } from '@rap/contracts/note';
import { pageOf, type Page, VersionQuery } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { NoteService } from './note.service.ts';

const NotePage = pageOf(Note, 'NotePage');

@Controller('notes')
export class NoteController {
  private readonly notes: NoteService;

  constructor(notes: NoteService) {
    this.notes = notes;
  }

  @Post()
  @Creates(Note)
  createNote(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewNote }) body: NewNote,
  ): Promise<Note> {
    return this.notes.create(ctx, me, body);
  }

  @Get()
  @Answers(NotePage)
  listNotes(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: NotesQuery }) query: NotesQuery,
  ): Promise<Page<Note>> {
    return this.notes.list(ctx, me, query);
  }

  @Get(':id')
  @Answers(Note)
  getNote(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Note> {
    return this.notes.get(ctx, me, id);
  }

  @Patch(':id')
  @Answers(Note)
  changeNote(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: NoteChanges }) body: NoteChanges,
  ): Promise<Note> {
    return this.notes.change(ctx, me, id, body);
  }

  @Delete(':id')
  @Answers(Note)
  deleteNote(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Note> {
    return this.notes.remove(ctx, me, id, query.version);
  }

  @Post(':id/restore')
  @Answers(Note)
  restoreNote(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Note> {
    return this.notes.restore(ctx, me, id, query.version);
  }
}
