import { Module } from '@nestjs/common';
import { LegalHoldController } from './legal-hold.controller.ts';
import { LegalHoldService } from './legal-hold.service.ts';

@Module({ controllers: [LegalHoldController], providers: [LegalHoldService] })
export class LegalHoldModule {}
