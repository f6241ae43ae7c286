import { Module } from '@nestjs/common';
import { ChannelController } from './channel.controller.ts';
import { ChannelService } from './channel.service.ts';

@Module({ controllers: [ChannelController], providers: [ChannelService] })
export class ChannelModule {}
