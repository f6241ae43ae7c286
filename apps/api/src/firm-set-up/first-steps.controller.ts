import { Controller, Get } from '@nestjs/common';
import { FirstSteps } from '@rap/contracts/firm-set-up';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers } from '../http/answers.ts';
import { Ctx, Me, PeopleOnly, type Principal } from '../http/edge.ts';
import { FirstStepsService } from './first-steps.service.ts';

@Controller('first-steps')
@PeopleOnly()
export class FirstStepsController {
  private readonly steps: FirstStepsService;

  constructor(steps: FirstStepsService) {
    this.steps = steps;
  }

  @Get()
  @Answers(FirstSteps)
  firstSteps(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<FirstSteps> {
    return this.steps.standing(ctx, me);
  }
}
