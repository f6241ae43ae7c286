import { Inject, Injectable } from '@nestjs/common';
import { runIdOf } from '@rap/contracts/automation/run';
import type { Hold, HoldReason } from '@rap/contracts/hold';
import { heldRuns, holdPerson, releaseHold, type HoldEntity } from '@rap/database/hold/hold';
import { PersonEntity } from '@rap/database/person/person.entity';
import { findRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { notFound, stale } from '../http/problem-error.ts';
import { RUNS } from '../tokens.ts';

@Injectable()
export class HoldService {
  private readonly db: TenantDb;
  private readonly runs: AutomationRuns;

  constructor(db: TenantDb, @Inject(RUNS) runs: AutomationRuns) {
    this.db = db;
    this.runs = runs;
  }

  async hold(ctx: FirmContext, me: Principal, personId: string, reason: HoldReason): Promise<Hold> {
    authorise(me, 'person.hold');
    const person = await findRecord(ctx, PersonEntity, personId);
    if (!person) throw notFound('person');
    return present(await holdPerson(ctx, personId, reason));
  }

  /** The row is what counts; waking the runs that stand only makes them notice at once. */
  async release(me: Principal, id: string, version: number): Promise<Hold> {
    authorise(me, 'person.hold');
    const { row, standing } = await this.db.run(me.who, async (ctx) => {
      const written = await releaseHold(ctx, id, version);
      if (written.outcome === 'missing') throw notFound('hold');
      if (written.outcome === 'stale') throw stale(present(written.current));
      return { row: written.row, standing: await heldRuns(ctx, written.row.personId) };
    });
    for (const enrolmentId of standing) {
      const workflowId = runIdOf({ firmId: me.who.firmId, enrolmentId });
      await this.runs.control(workflowId, { id: `release-${id}`, do: 'release' });
    }
    return present(row);
  }
}

const present = (row: HoldEntity): Hold => ({
  id: row.id,
  version: row.version,
  personId: row.personId,
  reason: row.reason,
  since: row.since.toISOString(),
  releasedAt: row.releasedAt?.toISOString() ?? null,
});
