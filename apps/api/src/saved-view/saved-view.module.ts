import { Module } from '@nestjs/common';
import { SavedViewController } from './saved-view.controller.ts';
import { SavedViewService } from './saved-view.service.ts';

@Module({ controllers: [SavedViewController], providers: [SavedViewService] })
export class SavedViewModule {}
