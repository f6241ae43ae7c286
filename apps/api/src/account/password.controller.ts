import { Body, Controller, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PasswordChange } from '@rap/contracts/account';
import { NoAnswer } from '../http/answers.ts';
import { Me, Outside, PeopleOnly, type Principal } from '../http/edge.ts';
import { PasswordService } from './password.service.ts';

@Controller('password')
@PeopleOnly()
export class PasswordController {
  private readonly passwords: PasswordService;

  constructor(passwords: PasswordService) {
    this.passwords = passwords;
  }

  @Post()
  @Outside()
  @NoAnswer()
  changePassword(
    @Me() me: Principal,
    @Body({ schema: PasswordChange }) body: PasswordChange,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.passwords.change(me, body, request.ip);
  }
}
