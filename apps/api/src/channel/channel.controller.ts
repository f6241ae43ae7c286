import { Controller, Get } from '@nestjs/common';
import { ChannelEnds } from '@rap/contracts/channel-ends';
import { Answers } from '../http/answers.ts';
import { Me, type Principal } from '../http/edge.ts';
import { ChannelService } from './channel.service.ts';

@Controller('channels')
export class ChannelController {
  private readonly channels: ChannelService;

  constructor(channels: ChannelService) {
    this.channels = channels;
  }

  @Get()
  @Answers(ChannelEnds)
  getChannels(@Me() me: Principal): ChannelEnds {
    return this.channels.get(me);
  }
}
