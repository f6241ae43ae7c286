// A fault run: people keep coming, and round after round something is killed while their runs stand at a boundary.
import pg from 'pg';
import { CARE_WORKFLOW, type FirmCareInput } from '@rap/contracts/firm-care';
import { TASK_QUEUES } from '@rap/contracts/workflows';
import { verifyAudit } from '@rap/database/audit/verify';
import { RelayDb } from '@rap/database/spine/relay-db';
import { temporalClient } from '@rap/providers/temporal/client';
import { sleep } from '../../scripts/lib/processes.mjs';
import type { Lane } from './automation.ts';
import { BOUNDARIES, type Boundary } from './boundaries.ts';
import { FaultFirm } from './firm.ts';
import { Ground, type Victim } from './ground.ts';
import { People, type Lead } from './people.ts';
import { seeded, type Random } from './random.ts';
import { verify, type Verdict } from './verify.ts';
import { WorldOutside } from './world-outside.ts';

export interface FaultRunOptions {
  /** (run, boundary) pairs to reach; every boundary is visited once all the same */
  readonly pairs: number;
  /** only rounds whose name contains one of these */
  readonly only?: readonly string[];
  readonly seed: number;
  /** people who come in each round */
  readonly people: number;
  readonly log: (line: string) => void;
}

/** What one boundary has seen. */
export interface RoundCount {
  readonly name: string;
  readonly words: string;
  kills: number;
  pairs: number;
}

export interface FaultReport {
  readonly seed: number;
  readonly seconds: number;
  readonly rounds: readonly RoundCount[];
  readonly pairs: number;
  /** most runs that were under way when something was killed, and the mean */
  readonly inFlight: { readonly most: number; readonly mean: number };
  readonly verdict: Verdict;
  /** what does not belong to one person: the audit chain, open workflows, programs that ended by themselves */
  readonly faults: readonly string[];
}

/** Runs under way at once, at most: more than two cores can serve would only wait. */
const MOST_OPEN = 80;
/** people between two verifications: the stand-ins remember a thousand messages */
const BATCH = 300;
const PATIENCE_MS = 120_000;
/** a round waits so long for the first to arrive, and after the first for the rest; less than any time limit of theirs */
const FIRST_WITHIN_MS = 60_000;
const REST_WITHIN_MS = 3_000;
/** most are there and nobody comes any more */
const QUIET_MS = 300;

interface Round {
  readonly boundary: Boundary;
  readonly victim: Victim;
  readonly count: RoundCount;
}

export async function faultRun(options: FaultRunOptions): Promise<FaultReport> {
  const run = new FaultRun(options);
  try {
    await run.open();
    return await run.run();
  } finally {
    await run.close();
  }
}

class FaultRun {
  private readonly options: FaultRunOptions;
  private readonly random: Random;
  private readonly ground: Ground;
  private readonly rounds: readonly Round[];
  private firm!: FaultFirm;
  private outside!: WorldOutside;
  private people!: People;
  private standing = new Set<string>();
  private readonly pairs = new Set<string>();
  private readonly faults: string[] = [];
  private readonly underWay: number[] = [];
  private readonly verdicts: Verdict[] = [];
  private verified = 0;

  constructor(options: FaultRunOptions) {
    this.options = options;
    this.random = seeded(options.seed);
    this.ground = new Ground({
      onArrival: ({ at, subject }) => this.standing.add(`${at} ${subject}`),
      log: options.log,
    });
    this.rounds = BOUNDARIES.flatMap((boundary) =>
      boundary.victims.map((victim) => {
        const name = `${boundary.at}, ${victim} killed`;
        return { boundary, victim, count: { name, words: boundary.words, kills: 0, pairs: 0 } };
      }),
    ).filter(({ count }) => !options.only || options.only.some((part) => count.name.includes(part)));
    if (this.rounds.length === 0) throw new Error(`no boundary is called "${options.only?.join('" or "')}"`);
  }

  async open(): Promise<void> {
    await this.ground.open();
    this.firm = new FaultFirm(this.ground);
    await this.firm.open();
    this.outside = new WorldOutside(this.ground.sandbox.url, this.ground.apiUrl);
    this.people = new People(this.firm, this.outside);
  }

  async run(): Promise<FaultReport> {
    const startedMs = performance.now();
    // every boundary once; then again until there are enough
    for (let cycle = 1; cycle === 1 || this.pairs.size < this.options.pairs; cycle += 1) {
      for (const round of this.random.shuffled(this.rounds)) {
        if (cycle > 1 && this.pairs.size >= this.options.pairs) break;
        await this.round(round);
        if (this.people.leads.length - this.verified >= BATCH) await this.settleBatch();
      }
    }
    await this.settleBatch();
    await this.verifyWhole();
    return {
      seed: this.options.seed,
      seconds: Math.round((performance.now() - startedMs) / 1000),
      rounds: this.rounds.map((round) => round.count),
      pairs: this.pairs.size,
      inFlight: {
        most: Math.max(0, ...this.underWay),
        mean: Math.round(this.underWay.reduce((sum, open) => sum + open, 0) / (this.underWay.length || 1)),
      },
      verdict: sumOf(this.verdicts),
      faults: this.faults,
    };
  }

  async close(): Promise<void> {
    await this.people?.stop();
    await this.firm?.close();
    await this.ground.close();
  }

  /** People come; whoever reaches the boundary stands there; then the victim dies, and everything starts again. */
  private async round({ boundary, victim, count }: Round): Promise<void> {
    await this.until('there is room for more people', async () => (await this.openRuns()) < MOST_OPEN);
    this.standing = new Set();
    this.ground.standAt(boundary.at);
    this.people.come(this.lanesFor(boundary));
    await this.arrivals(boundary.at);
    const here = [...this.standing];
    this.underWay.push(this.people.leads.length - this.verified - (await this.endedRuns()));
    if (here.length === 0)
      this.faults.push(`nothing reached ${boundary.at} within ${FIRST_WITHIN_MS / 1000} s`);
    if (boundary.letGoFirst) {
      this.ground.standAt(null);
      await sleep(this.random.between(0, 60));
    }
    await this.ground.kill(victim);
    this.ground.standAt(null);
    await this.ground.start(victim);
    for (const subject of here) this.pairs.add(`${victim} ${subject}`);
    count.kills += 1;
    count.pairs += here.length;
    this.options.log(`${this.pairs.size} pairs: ${count.name} with ${here.length} runs there`);
  }

  private lanesFor(boundary: Boundary): Lane[] {
    return Array.from({ length: this.options.people }, () => this.random.of(boundary.lanes));
  }

  private async arrivals(at: string): Promise<void> {
    const startedMs = performance.now();
    const most = this.options.people * 0.6;
    let [seen, changedMs, firstMs] = [0, startedMs, 0];
    for (;;) {
      await sleep(20);
      const nowMs = performance.now();
      const here = [...this.standing].filter((one) => one.startsWith(`${at} `)).length;
      if (here !== seen) [seen, changedMs] = [here, nowMs];
      if (here > 0) firstMs ||= nowMs;
      if (here >= this.options.people || (here >= most && nowMs - changedMs > QUIET_MS)) return;
      if (firstMs && nowMs - firstMs > REST_WITHIN_MS) return;
      if (!firstMs && nowMs - startedMs > FIRST_WITHIN_MS) return;
    }
  }

  /** Lets everybody come to their end, and compares. */
  private async settleBatch(): Promise<void> {
    const batch = this.people.leads.slice(this.verified);
    if (batch.length === 0) return;
    await this.until('everybody came to their end', async () => {
      if (batch.some((lead) => !lead.thanked || !lead.reacted)) return false;
      return (await this.endedRuns()) >= batch.length && (await this.isQuiet());
    });
    await this.hourlyRound();
    const verdict = await verify(this.firm, this.outside, batch);
    this.verdicts.push(verdict);
    this.verified = this.people.leads.length;
    await this.outside.reset();
    for (const line of [...verdict.lost, ...verdict.doubled, ...verdict.wrong]) this.options.log(`  ${line}`);
    this.options.log(
      `verified ${verdict.leads} people: ${verdict.lost.length} lost, ${verdict.doubled.length} doubled, ${verdict.unknownWithTask} unknown with their task`,
    );
  }

  /**
   * Who booked a meeting while their e-mail was being handed over has left, and nobody comes back for it but the firm's hourly
   * round. An hour passes for those, and the product's own round looks at them.
   */
  private async hourlyRound(): Promise<void> {
    const [, waiting] = await this.firm.rows<unknown>(
      `update app.delivery set handed_at = handed_at - interval '2 hours',
              not_after = case when state = 'claimed' then clock_timestamp() - interval '2 hours' else not_after end
        where firm_id = $1 and state in ('claimed', 'handing_over')`,
      [this.firm.firmId],
    );
    if (waiting === 0) return;
    const input: FirmCareInput = { v: 1, firmId: this.firm.firmId };
    const temporal = await temporalClient(this.ground.temporalAddress, this.ground.keysFolder);
    const workflowId = `care:${this.verdicts.length}`;
    await temporal.workflow.execute(CARE_WORKFLOW, {
      taskQueue: TASK_QUEUES.automations,
      workflowId,
      args: [input],
    });
    await temporal.connection.close();
  }

  private async endedRuns(): Promise<number> {
    const batch = this.people.leads.slice(this.verified);
    const [row] = await this.asking(() =>
      this.firm.rows<{ ended: number }>(
        `select count(*)::int as ended from app.enrolment e join app.person_email m on m.firm_id = e.firm_id and m.person_id = e.person_id
          where e.firm_id = $1 and e.status = 'ended' and m.address_norm = any ($2)`,
        [this.firm.firmId, batch.map((lead: Lead) => lead.email)],
      ),
    );
    return row?.ended ?? 0;
  }

  private async openRuns(): Promise<number> {
    return this.people.leads.length - this.verified - (await this.endedRuns());
  }

  /** every event handed over */
  private async isQuiet(): Promise<boolean> {
    const pool = new pg.Pool({ connectionString: this.ground.databaseUrl('app_relay'), max: 1 });
    try {
      return (await new RelayDb(pool).lag()).length === 0;
    } finally {
      await pool.end();
    }
  }

  private async verifyWhole(): Promise<void> {
    await this.until('the audit log is sealed', async () => {
      const { unsealed } = await this.firm.run((ctx) => verifyAudit(ctx));
      return unsealed === 0;
    });
    const audit = await this.firm.run((ctx) => verifyAudit(ctx));
    for (const { message } of audit.faults) this.faults.push(`audit chain: ${message}`);
    const temporal = await temporalClient(this.ground.temporalAddress, this.ground.keysFolder);
    const open = `WorkflowType = 'automationRun' and ExecutionStatus = 'Running'`;
    await this.until('no workflow is open', async () => (await temporal.workflow.count(open)).count === 0);
    await temporal.connection.close();
    this.faults.push(...this.ground.unasked);
  }

  private async asking<T>(ask: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask();
      } catch (error) {
        if (attempt > 50) throw error;
        await sleep(100);
      }
    }
  }

  /** Waits with patience; what does not come is a fault, and the run goes on to say what else it finds. */
  private async until(what: string, ready: () => Promise<boolean>): Promise<void> {
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(100)) {
      if (await ready().catch(() => false)) return;
    }
    this.faults.push(`not within ${PATIENCE_MS / 1000} s: ${what}`);
    this.options.log(`not within ${PATIENCE_MS / 1000} s: ${what}`);
  }
}

const sumOf = (verdicts: readonly Verdict[]): Verdict => ({
  leads: verdicts.reduce((sum, one) => sum + one.leads, 0),
  lost: verdicts.flatMap((one) => one.lost),
  doubled: verdicts.flatMap((one) => one.doubled),
  wrong: verdicts.flatMap((one) => one.wrong),
  unknownWithTask: verdicts.reduce((sum, one) => sum + one.unknownWithTask, 0),
});
