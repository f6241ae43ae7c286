import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  RecoveryCodes,
  SecondFactorBegin,
  SecondFactorEnrolment,
  SecondFactorProof,
  SecondFactorRemoval,
  SecondFactorStanding,
} from '@rap/contracts/second-factor';
import { Answers, NoAnswer } from '../http/answers.ts';
import { Me, Outside, PeopleOnly, type Principal } from '../http/edge.ts';
import { SecondFactorService } from './second-factor.service.ts';

/** One's own second factor. Outside a transaction: passwords are hashed. */
@Controller('second-factor')
@PeopleOnly()
@Outside()
export class SecondFactorController {
  private readonly factors: SecondFactorService;

  constructor(factors: SecondFactorService) {
    this.factors = factors;
  }

  @Get()
  @Answers(SecondFactorStanding)
  ownSecondFactor(@Me() me: Principal): Promise<SecondFactorStanding> {
    return this.factors.standing(me);
  }

  @Post()
  @Answers(SecondFactorEnrolment)
  beginSecondFactor(
    @Me() me: Principal,
    @Body({ schema: SecondFactorBegin }) body: SecondFactorBegin,
    @Req() request: FastifyRequest,
  ): Promise<SecondFactorEnrolment> {
    return this.factors.begin(me, body.password, request.ip);
  }

  @Post('confirm')
  @Answers(RecoveryCodes)
  confirmSecondFactor(
    @Me() me: Principal,
    @Body({ schema: SecondFactorProof }) body: SecondFactorProof,
  ): Promise<RecoveryCodes> {
    return this.factors.confirm(me, body.code);
  }

  @Post('remove')
  @NoAnswer()
  removeSecondFactor(
    @Me() me: Principal,
    @Body({ schema: SecondFactorRemoval }) body: SecondFactorRemoval,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.factors.remove(me, body, request.ip);
  }
}
