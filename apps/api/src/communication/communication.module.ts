import { Module } from '@nestjs/common';
import { CommunicationController } from './communication.controller.ts';
import { CommunicationService } from './communication.service.ts';

@Module({ controllers: [CommunicationController], providers: [CommunicationService] })
export class CommunicationModule {}
