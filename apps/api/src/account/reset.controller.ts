import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ResetAsked, ResetFinish } from '@rap/contracts/account';
import { NoAnswer } from '../http/answers.ts';
import { Public } from '../http/edge.ts';
import { visitorOf } from '../http/visitor.ts';
import { ResetService } from './reset.service.ts';

@Controller('password-resets')
@Public()
export class ResetController {
  private readonly resets: ResetService;

  constructor(resets: ResetService) {
    this.resets = resets;
  }

  @Post()
  @HttpCode(202)
  @ApiResponse({ status: 202, description: 'the same answer whether the address has an account or not' })
  askForReset(@Body({ schema: ResetAsked }) body: ResetAsked, @Req() request: FastifyRequest): Promise<void> {
    return this.resets.ask(body.email, visitorOf(request));
  }

  @Post('finish')
  @NoAnswer()
  finishReset(
    @Body({ schema: ResetFinish }) body: ResetFinish,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.resets.finish(body, visitorOf(request));
  }
}
