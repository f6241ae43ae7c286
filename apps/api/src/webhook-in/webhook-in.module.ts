import { Module } from '@nestjs/common';
import { WebhookInController } from './webhook-in.controller.ts';

@Module({ controllers: [WebhookInController] })
export class WebhookInModule {}
