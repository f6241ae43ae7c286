import { Controller, Get } from '@nestjs/common';
import { SimulationContext } from '@rap/contracts/automation/simulation-context';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { SimulationService } from './simulation.service.ts';

/** What a browser needs to try an automation on somebody; nothing is sent and nothing is changed. */
@Controller('people')
export class SimulationController {
  private readonly simulations: SimulationService;

  constructor(simulations: SimulationService) {
    this.simulations = simulations;
  }

  @Get(':id/simulation-context')
  @Answers(SimulationContext)
  getSimulationContext(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
  ): Promise<SimulationContext> {
    return this.simulations.context(ctx, me, id);
  }
}
