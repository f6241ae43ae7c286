import { Module } from '@nestjs/common';
import { WebhookEndpointController } from './webhook-endpoint.controller.ts';
import { WebhookEndpointService } from './webhook-endpoint.service.ts';

@Module({ controllers: [WebhookEndpointController], providers: [WebhookEndpointService] })
export class WebhookEndpointModule {}
