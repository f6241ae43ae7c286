import { Module } from '@nestjs/common';
import { TwilioController } from './twilio.controller.ts';

@Module({ controllers: [TwilioController] })
export class TwilioModule {}
