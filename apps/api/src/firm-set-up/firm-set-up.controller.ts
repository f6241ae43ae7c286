import { Body, Controller, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { FirmFounded, FirmSetUp, FirmSetUpLink, FirmSetUpStanding } from '@rap/contracts/firm-set-up';
import { Answers, Creates } from '../http/answers.ts';
import { Public } from '../http/edge.ts';
import { visitorOf } from '../http/visitor.ts';
import { FirmSetUpService } from './firm-set-up.service.ts';

@Controller('firm-set-up')
@Public()
export class FirmSetUpController {
  private readonly setUps: FirmSetUpService;

  constructor(setUps: FirmSetUpService) {
    this.setUps = setUps;
  }

  @Post('look')
  @Answers(FirmSetUpStanding)
  lookAtFirmSetUp(
    @Body({ schema: FirmSetUpLink }) body: FirmSetUpLink,
    @Req() request: FastifyRequest,
  ): Promise<FirmSetUpStanding> {
    return this.setUps.look(body, visitorOf(request));
  }

  @Post()
  @Creates(FirmFounded)
  setUpFirm(
    @Body({ schema: FirmSetUp }) body: FirmSetUp,
    @Req() request: FastifyRequest,
  ): Promise<FirmFounded> {
    return this.setUps.found(body, visitorOf(request));
  }
}
