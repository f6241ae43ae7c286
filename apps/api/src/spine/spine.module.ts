import { Module } from '@nestjs/common';
import { SpineController } from './spine.controller.ts';
import { SpineService } from './spine.service.ts';

@Module({ controllers: [SpineController], providers: [SpineService] })
export class SpineModule {}
