import { Module } from '@nestjs/common';
import { DocumentRequestController } from './document-request.controller.ts';
import { DocumentRequestService } from './document-request.service.ts';

@Module({ controllers: [DocumentRequestController], providers: [DocumentRequestService] })
export class DocumentRequestModule {}
