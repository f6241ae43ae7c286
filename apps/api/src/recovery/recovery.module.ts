import { Module } from '@nestjs/common';
import { RecoveryController } from './recovery.controller.ts';
import { RecoveryService } from './recovery.service.ts';

@Module({ controllers: [RecoveryController], providers: [RecoveryService] })
export class RecoveryModule {}
