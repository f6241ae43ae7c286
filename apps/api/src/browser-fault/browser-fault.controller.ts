import { Body, Controller, Logger, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BrowserFault, BrowserFaultNoted } from '@rap/contracts/browser-fault';
import { Creates } from '../http/answers.ts';
import { Public } from '../http/edge.ts';
import { Limits } from '../http/limits.ts';
import { visitorOf } from '../http/visitor.ts';

/** Also of pages before the sign-in. What a page held is not sent and not logged. */
@Controller('browser-faults')
@Public()
export class BrowserFaultController {
  private readonly log = new Logger('browser');
  private readonly limits: Limits;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  @Post()
  @Creates(BrowserFaultNoted)
  async noteBrowserFault(
    @Body({ schema: BrowserFault }) body: BrowserFault,
    @Req() request: FastifyRequest,
  ): Promise<BrowserFaultNoted> {
    const { network, correlationId } = visitorOf(request);
    await this.limits.takeBrowserFault(network);
    this.log.error({ msg: 'a page failed in the browser', correlationId, fault: body });
    return { number: correlationId };
  }
}
