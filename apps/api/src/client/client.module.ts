import { Module } from '@nestjs/common';
import { ClientController } from './client.controller.ts';
import { ClientService } from './client.service.ts';

@Module({ controllers: [ClientController], providers: [ClientService] })
export class ClientModule {}
