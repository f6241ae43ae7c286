import { Body, Controller, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RecoveryCodes, SecondFactorEnrolment, SetUpFinish, SetUpTicket } from '@rap/contracts/second-factor';
import { Answers } from '../http/answers.ts';
import { Public } from '../http/edge.ts';
import { visitorOf } from '../http/visitor.ts';
import { ForcedSetUpService } from './forced-set-up.service.ts';

@Controller('sessions/second-factor')
@Public()
export class ForcedSetUpController {
  private readonly setUps: ForcedSetUpService;

  constructor(setUps: ForcedSetUpService) {
    this.setUps = setUps;
  }

  @Post()
  @Answers(SecondFactorEnrolment)
  beginNeededSecondFactor(
    @Body({ schema: SetUpTicket }) body: SetUpTicket,
    @Req() request: FastifyRequest,
  ): Promise<SecondFactorEnrolment> {
    return this.setUps.begin(body.ticket, visitorOf(request));
  }

  @Post('finish')
  @Answers(RecoveryCodes)
  finishNeededSecondFactor(
    @Body({ schema: SetUpFinish }) body: SetUpFinish,
    @Req() request: FastifyRequest,
  ): Promise<RecoveryCodes> {
    return this.setUps.finish(body, visitorOf(request));
  }
}
