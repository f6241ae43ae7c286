import { Inject, Injectable, Logger } from '@nestjs/common';
import type {
  BulkControlled,
  BulkWish,
  Enrolment,
  RunControlled,
  RunWish,
} from '@rap/contracts/automation/enrolment-http';
import { runIdOf, type Control } from '@rap/contracts/automation/run';
import { intendControl, type Intended, type NotNow } from '@rap/database/enrolment/control-commands';
import { settleControl } from '@rap/database/enrolment/control-queue';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { notFound, ProblemError } from '../http/problem-error.ts';
import { RUNS } from '../tokens.ts';
import { presentEnrolment } from './enrolment-presenter.ts';
import { findStory } from './enrolment.service.ts';

/** How many runs of a bulk are asked at once. */
const AT_ONCE = 8;

const NOT_NOW: Readonly<Record<NotNow, string>> = {
  not_paused: 'This run is not paused',
  automation_paused: 'The whole automation is paused: let that go on',
  already_paused: 'This run is paused already',
  not_held: 'There is no hold on this run alone',
  already_held: 'This run is on hold already',
  no_attention: 'This run does not stand at an error',
  no_wait: 'This run does not wait for anything that could be moved',
};

/** Hands on a run: what somebody decides is on record before the run hears of it. */
@Injectable()
export class RunControlService {
  private readonly db: TenantDb;
  private readonly runs: AutomationRuns;
  private readonly log = new Logger('run-control');

  constructor(db: TenantDb, @Inject(RUNS) runs: AutomationRuns) {
    this.db = db;
    this.runs = runs;
  }

  async control(me: Principal, id: string, wish: RunWish): Promise<RunControlled> {
    authorise(me, 'run.control');
    const intended = await this.db.run(me.who, (ctx) => intendControl(ctx, id, wish));
    if (intended.outcome === 'stale') throw await this.stale(me, id);
    const { rowId, control } = wanted(intended);
    const taken = await this.handOver(me, id, rowId, control);
    if (taken === 'stale') throw await this.stale(me, id);
    return taken;
  }

  /** Each is decided by itself: one that has moved on leaves the others as they are. */
  async bulk(me: Principal, wish: BulkWish): Promise<BulkControlled> {
    authorise(me, 'run.control');
    const results: BulkControlled['results'] = [];
    for (let from = 0; from < wish.items.length; from += AT_ONCE) {
      const batch = wish.items.slice(from, from + AT_ONCE);
      results.push(...(await Promise.all(batch.map((item) => this.one(me, wish, item)))));
    }
    return { results };
  }

  private async one(
    me: Principal,
    { do: what, reason }: BulkWish,
    { id, n }: BulkWish['items'][number],
  ): Promise<BulkControlled['results'][number]> {
    try {
      if (what === 'end') await this.endAt(me, id, n, reason);
      else await this.control(me, id, { do: what, n });
      return { id, outcome: 'done', code: null, words: null };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return { id, outcome: 'refused', code: error.problem.code, words: error.problem.title };
    }
  }

  /** An end names no ordinal, but whoever ends many has looked at each of them. */
  private async endAt(me: Principal, id: string, n: number, reason: string): Promise<void> {
    const { enrolment } = await this.db.run(me.who, (ctx) => findStory(ctx, id));
    if (enrolment.status !== 'ended' && enrolment.state.n !== n) throw await this.stale(me, id);
    await this.control(me, id, { do: 'end', reason });
  }

  /** Where Temporal cannot be reached the control stays written, and the relay hands it over. */
  private async handOver(
    me: Principal,
    id: string,
    rowId: string,
    control: Control,
  ): Promise<RunControlled | 'stale'> {
    let taken: Awaited<ReturnType<AutomationRuns['control']>>;
    try {
      taken = await this.runs.control(runIdOf({ firmId: me.who.firmId, enrolmentId: id }), control);
    } catch (error) {
      this.log.warn({ err: error, enrolmentId: id }, 'a control waits for the relay');
      const { enrolment } = await this.db.run(me.who, (ctx) => findStory(ctx, id));
      return { n: enrolment.state.n, delivered: false };
    }
    await this.db.run(me.who, (ctx) =>
      settleControl(ctx, rowId, typeof taken === 'string' ? taken : 'taken'),
    );
    if (taken === 'gone') throw ended();
    return taken === 'stale' ? taken : { n: taken.n, delivered: true };
  }

  private async stale(me: Principal, id: string): Promise<ProblemError> {
    const current: Enrolment = await this.db.run(me.who, async (ctx) =>
      presentEnrolment(await findStory(ctx, id)),
    );
    return new ProblemError(409, 'stale_version', 'The run has moved on since you looked', {
      detail: 'Look again, then decide.',
      current,
    });
  }
}

const ended = (): ProblemError => new ProblemError(409, 'ended', 'This run has ended');

function wanted(intended: Exclude<Intended, { outcome: 'stale' }>): { rowId: string; control: Control } {
  switch (intended.outcome) {
    case 'missing':
      throw notFound('enrolment');
    case 'ended':
      throw ended();
    case 'not_now':
      throw new ProblemError(409, intended.reason, NOT_NOW[intended.reason]);
    case 'intended':
      return intended;
  }
}
