import { Module } from '@nestjs/common';
import { SendingRulesController } from './sending-rules.controller.ts';
import { SendingRulesService } from './sending-rules.service.ts';

@Module({ controllers: [SendingRulesController], providers: [SendingRulesService] })
export class SendingRulesModule {}
