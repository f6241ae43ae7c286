import { Module } from '@nestjs/common';
import { AuditEventController } from './audit-event.controller.ts';
import { AuditEventService } from './audit-event.service.ts';

@Module({ controllers: [AuditEventController], providers: [AuditEventService] })
export class AuditEventModule {}
