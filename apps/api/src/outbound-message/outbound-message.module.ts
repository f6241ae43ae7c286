import { Module } from '@nestjs/common';
import { OutboundMessageController } from './outbound-message.controller.ts';
import { OutboundMessageService } from './outbound-message.service.ts';

@Module({ controllers: [OutboundMessageController], providers: [OutboundMessageService] })
export class OutboundMessageModule {}
