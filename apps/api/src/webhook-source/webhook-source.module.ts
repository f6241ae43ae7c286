import { Module } from '@nestjs/common';
import { WebhookSourceController } from './webhook-source.controller.ts';
import { WebhookSourceService } from './webhook-source.service.ts';

@Module({ controllers: [WebhookSourceController], providers: [WebhookSourceService] })
export class WebhookSourceModule {}
