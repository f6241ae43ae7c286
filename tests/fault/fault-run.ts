// A fault run: people keep coming, and round after round something goes wrong while they are on their way.
import { verifyAudit } from '@rap/database/audit/verify';
import { CARE_WORKFLOW, type FirmCareInput } from '@rap/contracts/firm-care';
import { TASK_QUEUES } from '@rap/contracts/workflows';
import { temporalClient } from '@rap/providers/temporal/client';
import { CLOCK_ROUNDS, hasFaketime } from './clock-rounds.ts';
import { KILL_ROUNDS } from './kill-rounds.ts';
import { OUTSIDE_ROUNDS } from './outside-rounds.ts';
import { seeded, type Random } from './random.ts';
import { RESTORE_ROUNDS } from './restore-rounds.ts';
import type { Round } from './round.ts';
import { Scene } from './scene.ts';
import { verify, type Verdict } from './verify.ts';

export interface FaultRunOptions {
  /** (run, boundary) pairs to reach; every boundary is visited once all the same */
  readonly pairs: number;
  /** only rounds whose name contains one of these */
  readonly only?: readonly string[];
  readonly seed: number;
  /** people who come in each round */
  readonly people: number;
  /** no round begins after so long; what was done until then is compared all the same */
  readonly minutes: number;
  readonly log: (line: string) => void;
}

/** What one boundary has seen. */
export interface RoundCount {
  readonly name: string;
  readonly words: string;
  times: number;
  pairs: number;
}

export interface FaultReport {
  readonly seed: number;
  readonly seconds: number;
  readonly rounds: readonly RoundCount[];
  readonly pairs: number;
  /** runs that were under way when something went wrong */
  readonly inFlight: { readonly most: number; readonly mean: number };
  readonly verdict: Verdict;
  /** what does not belong to one person: the audit chain, open workflows, programs that ended by themselves, rounds not done */
  readonly faults: readonly string[];
}

/** Runs under way at once, at most: more than two cores can serve would only wait. */
const MOST_OPEN = 60;
/** people between two comparisons: the stand-ins remember a thousand messages */
const BATCH = 300;

export async function faultRun(options: FaultRunOptions): Promise<FaultReport> {
  const run = new FaultRun(options);
  try {
    return await run.run();
  } finally {
    await run.close();
  }
}

class FaultRun {
  private readonly options: FaultRunOptions;
  private readonly random: Random;
  private readonly scene: Scene;
  private readonly rounds: readonly { round: Round; count: RoundCount }[];
  private readonly pairs = new Set<string>();
  private readonly underWay: number[] = [];
  private readonly verdicts: Verdict[] = [];

  constructor(options: FaultRunOptions) {
    this.options = options;
    this.random = seeded(options.seed);
    this.scene = new Scene({ people: options.people, random: this.random, log: options.log });
    const wanted = ({ name }: Round): boolean =>
      !options.only || options.only.some((part) => name.includes(part));
    const rounds = [...KILL_ROUNDS, ...OUTSIDE_ROUNDS, ...CLOCK_ROUNDS, ...RESTORE_ROUNDS].filter(wanted);
    const clocked = rounds.some((round) => CLOCK_ROUNDS.includes(round));
    const able = !clocked || hasFaketime(options.log);
    if (!able) this.scene.faults.push('the clock rounds were not done: faketime is missing');
    this.rounds = rounds
      .filter((round) => able || !CLOCK_ROUNDS.includes(round))
      .map((round) => ({ round, count: { name: round.name, words: round.words, times: 0, pairs: 0 } }));
    if (this.rounds.length === 0) throw new Error(`no boundary is called "${options.only?.join('" or "')}"`);
  }

  async run(): Promise<FaultReport> {
    const startedMs = performance.now();
    await this.scene.open();
    // every boundary once; then again until there are enough
    const endMs = startedMs + this.options.minutes * 60_000;
    const enough = (): boolean => this.pairs.size >= this.options.pairs || performance.now() > endMs;
    for (let cycle = 1; cycle === 1 || !enough(); cycle += 1) {
      for (const { round, count } of this.random.shuffled(this.rounds)) {
        if (enough() && (cycle > 1 || performance.now() > endMs)) break;
        await this.play(round, count);
        if (this.scene.batch().length >= BATCH) await this.compareBatch();
      }
    }
    await this.compareBatch();
    await this.compareWhole();
    return {
      seed: this.options.seed,
      seconds: Math.round((performance.now() - startedMs) / 1000),
      rounds: this.rounds.map(({ count }) => count),
      pairs: this.pairs.size,
      inFlight: {
        most: Math.max(0, ...this.underWay),
        mean: Math.round(this.underWay.reduce((sum, open) => sum + open, 0) / (this.underWay.length || 1)),
      },
      verdict: sumOf(this.verdicts),
      faults: this.scene.faults,
    };
  }

  close(): Promise<void> {
    return this.scene.close();
  }

  private async play(round: Round, count: RoundCount): Promise<void> {
    const { scene } = this;
    const { people, log } = this.options;
    await scene.until('there is room for more people', async () => (await scene.openRuns()) < MOST_OPEN);
    this.underWay.push((await scene.openRuns()) + people);
    const hit = await this.hitBy(round);
    if (hit.length === 0) scene.faults.push(`nothing was hit: ${round.name}`);
    for (const run of hit) this.pairs.add(`${round.name} ${run}`);
    count.times += 1;
    count.pairs += hit.length;
    log(`${this.pairs.size} pairs: ${round.name}, ${hit.length} runs`);
  }

  /** A round that breaks off is a fault of its own, and the others go on. */
  private async hitBy(round: Round): Promise<readonly string[]> {
    try {
      return await round.play(this.scene);
    } catch (error) {
      this.scene.faults.push(`${round.name} broke off: ${String(error)}`);
      await this.scene.ground.mend();
      return [];
    }
  }

  /** Lets everybody come to their end, and compares. */
  private async compareBatch(): Promise<void> {
    const { scene } = this;
    const batch = scene.batch();
    if (batch.length === 0) return;
    await scene.until('everybody came to their end', () => scene.isOver());
    await this.hourlyRound();
    const verdict = await verify(scene.firm, scene.outside, batch);
    this.verdicts.push(verdict);
    scene.verified = scene.people.leads.length;
    await scene.outside.reset();
    const { lost, doubled, wrong, unknownWithTask, heldWithTask } = verdict;
    for (const line of [...lost, ...doubled, ...wrong]) this.options.log(`  ${line}`);
    this.options.log(
      `compared ${verdict.leads} people: ${lost.length} lost, ${doubled.length} doubled, ${unknownWithTask} unknown and ${heldWithTask} held with their task`,
    );
  }

  /**
   * Who booked a meeting while their e-mail was being handed over has left, and nobody comes back for it but the firm's hourly
   * round. An hour passes for those, and the product's own round looks at them.
   */
  private async hourlyRound(): Promise<void> {
    const { firm, ground } = this.scene;
    const [, waiting] = await firm.rows<unknown>(
      `update app.delivery set handed_at = handed_at - interval '2 hours',
              not_after = case when state = 'claimed' then clock_timestamp() - interval '2 hours' else not_after end
        where firm_id = $1 and state in ('claimed', 'handing_over')`,
      [firm.firmId],
    );
    if (waiting === 0) return;
    const input: FirmCareInput = { v: 1, firmId: firm.firmId };
    const temporal = await temporalClient(ground.temporalAddress, ground.keysFolder);
    await temporal.workflow.execute(CARE_WORKFLOW, {
      taskQueue: TASK_QUEUES.automations,
      workflowId: `care:${this.verdicts.length}`,
      args: [input],
    });
    await temporal.connection.close();
  }

  private async compareWhole(): Promise<void> {
    const { firm, ground, faults } = this.scene;
    const audited = () => firm.run((ctx) => verifyAudit(ctx));
    await this.scene.until('the audit log is sealed', async () => (await audited()).unsealed === 0);
    for (const { message } of (await audited()).faults) faults.push(`audit chain: ${message}`);
    const temporal = await temporalClient(ground.temporalAddress, ground.keysFolder);
    const open = `WorkflowType = 'automationRun' and ExecutionStatus = 'Running'`;
    await this.scene.until(
      'no workflow is open whose run has ended',
      async () => (await temporal.workflow.count(open)).count === 0,
    );
    await temporal.connection.close();
    faults.push(...ground.unasked);
  }
}

const sumOf = (verdicts: readonly Verdict[]): Verdict => ({
  leads: verdicts.reduce((sum, one) => sum + one.leads, 0),
  lost: verdicts.flatMap((one) => one.lost),
  doubled: verdicts.flatMap((one) => one.doubled),
  wrong: verdicts.flatMap((one) => one.wrong),
  unknownWithTask: verdicts.reduce((sum, one) => sum + one.unknownWithTask, 0),
  heldWithTask: verdicts.reduce((sum, one) => sum + one.heldWithTask, 0),
});
