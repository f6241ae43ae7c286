import { Injectable } from '@nestjs/common';
import type { SimulationContext } from '@rap/contracts/automation/simulation-context';
import { PersonEntity } from '@rap/database/person/person.entity';
import { loadSimulationContext } from '@rap/database/simulation/load-simulation-context';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { found } from '../http/settled.ts';

@Injectable()
export class SimulationService {
  /** Facts say much about a person, so it is for those who may see people, and of them who may see this one. */
  async context(ctx: FirmContext, me: Principal, id: string): Promise<SimulationContext> {
    authorise(me, 'person.read');
    const { id: personId } = await found(ctx, PersonEntity, id, 'person');
    return loadSimulationContext(ctx, personId);
  }
}
