import { Body, Controller, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OperatorSwitchOff, SecondFactorSwitchOff } from '@rap/contracts/second-factor';
import { Id, NoAnswer } from '../http/answers.ts';
import {
  Me,
  Operator,
  OperatorMe,
  Outside,
  PeopleOnly,
  type OperatorPrincipal,
  type Principal,
} from '../http/edge.ts';
import { SwitchOffService } from './switch-off.service.ts';

/** Somebody else's second factor, once app and recovery codes are lost. */
@Controller()
export class SwitchOffController {
  private readonly switchOffs: SwitchOffService;

  constructor(switchOffs: SwitchOffService) {
    this.switchOffs = switchOffs;
  }

  @Post('users/:id/second-factor/switch-off')
  @PeopleOnly()
  @Outside()
  @NoAnswer()
  switchOffUserSecondFactor(
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: SecondFactorSwitchOff }) body: SecondFactorSwitchOff,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.switchOffs.byOwner(me, id, body, request.ip);
  }

  @Post('operator/second-factors/switch-off')
  @Operator()
  @NoAnswer()
  switchOffSecondFactor(
    @OperatorMe() me: OperatorPrincipal,
    @Body({ schema: OperatorSwitchOff }) body: OperatorSwitchOff,
  ): Promise<void> {
    return this.switchOffs.byOperator(me, body);
  }
}
