import { Module } from '@nestjs/common';
import { NoteController } from './note.controller.ts';
import { NoteService } from './note.service.ts';

@Module({ controllers: [NoteController], providers: [NoteService] })
export class NoteModule {}
