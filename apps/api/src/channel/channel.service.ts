import { Inject, Injectable } from '@nestjs/common';
import type { ChannelEnds } from '@rap/contracts/channel-ends';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';
import { channelEnds } from './channel-ends.ts';

@Injectable()
export class ChannelService {
  private readonly ends: ChannelEnds;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.ends = channelEnds(settings);
  }

  get(me: Principal): ChannelEnds {
    authorise(me, 'settings.read');
    return this.ends;
  }
}
