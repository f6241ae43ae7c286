import { Module } from '@nestjs/common';
import { TagController } from './tag.controller.ts';
import { TagService } from './tag.service.ts';

@Module({ controllers: [TagController], providers: [TagService], exports: [TagService] })
export class TagModule {}
