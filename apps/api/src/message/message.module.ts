import { Module } from '@nestjs/common';
import { MessageController } from './message.controller.ts';
import { MessageService } from './message.service.ts';

@Module({ controllers: [MessageController], providers: [MessageService] })
export class MessageModule {}
