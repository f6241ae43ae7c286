import { Body, Controller, Delete, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PasskeyAdded, PasskeyList, PasskeyOptions, PasskeyRegistration } from '@rap/contracts/passkey';
import { SecondFactorBegin } from '@rap/contracts/second-factor';
import { Answers, Creates, Id, NoAnswer } from '../http/answers.ts';
import { Me, Outside, PeopleOnly, type Principal } from '../http/edge.ts';
import { PasskeyService } from './passkey.service.ts';

/** One's own passkeys. Outside a transaction: passwords are hashed. */
@Controller('passkeys')
@PeopleOnly()
@Outside()
export class PasskeyController {
  private readonly passkeys: PasskeyService;

  constructor(passkeys: PasskeyService) {
    this.passkeys = passkeys;
  }

  @Get()
  @Answers(PasskeyList)
  ownPasskeys(@Me() me: Principal): Promise<PasskeyList> {
    return this.passkeys.list(me);
  }

  @Post('options')
  @Answers(PasskeyOptions)
  beginPasskey(
    @Me() me: Principal,
    @Body({ schema: SecondFactorBegin }) body: SecondFactorBegin,
    @Req() request: FastifyRequest,
  ): Promise<PasskeyOptions> {
    return this.passkeys.begin(me, body.password, request.ip);
  }

  @Post()
  @Creates(PasskeyAdded)
  addPasskey(
    @Me() me: Principal,
    @Body({ schema: PasskeyRegistration }) body: PasskeyRegistration,
  ): Promise<PasskeyAdded> {
    return this.passkeys.add(me, body);
  }

  @Delete(':id')
  @NoAnswer()
  removePasskey(@Me() me: Principal, @Id() id: string): Promise<void> {
    return this.passkeys.remove(me, id);
  }
}
