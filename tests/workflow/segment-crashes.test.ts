import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, type SegmentWorld } from '@rap/activities/automation/segment';
import { MemoryStore } from '@rap/activities/automation/testing/memory-store';
import type { Plan } from '@rap/contracts/automation/plan';
import type { AdvanceInput, AdvanceOutput, PersonEvent, Result } from '@rap/contracts/automation/run';
import { begin } from '@rap/domain/automation/engine/begin';
import { simulate } from '@rap/domain/automation/engine/simulate';
import {
  DAY_MS,
  happenings,
  lives,
  plans,
  START_MS,
} from '@rap/domain/automation/engine/testing/random-plan';
import { TestWorld } from '@rap/domain/automation/engine/testing/test-world';
import { Mailbox } from '@rap/workflows/automation-run/mailbox';

const RUNS = Number(process.env['RUNS'] ?? 300);
const HORIZON_MS = START_MS + 3 * 365 * DAY_MS;
const MAX_CALLS = 3_000;
/** after so many attempts all go well, or a list of nothing but deaths would never end */
const FAULTY_ATTEMPTS = 200;

type Fate = 'well' | 'answer lost' | 'died before commit';
const fates = fc.array(fc.constantFrom<Fate[]>('well', 'answer lost', 'died before commit'), {
  minLength: 1,
  maxLength: 30,
});

const segmentWorld = (world: TestWorld): SegmentWorld<null> => ({
  facts: (_tx, state, names, nowMs) => Promise.resolve(world.facts(state.person, names, nowMs)),
  time: (_tx, state, command) => Promise.resolve(world.time(state.person, command.spec, command.nowMs)),
  write: (_tx, input, _state, command) =>
    Promise.resolve(world.act('r', command.key, command.effect, 'write', input.give.nowMs)),
});

/** One life as the shell leads it, without Temporal: its mail box, a segment a call, sends between them. */
class Life {
  readonly world = new TestWorld();
  readonly store: MemoryStore;
  readonly arrived: number[] = [];
  readonly taken: number[] = [];
  readonly answers: AdvanceOutput[] = [];
  private readonly mailbox = new Mailbox(undefined);
  private readonly rest: PersonEvent[];
  private readonly fates: readonly Fate[];
  private state;
  private nowMs = START_MS;
  private result: Result | undefined;
  private attempts = 0;

  constructor(plan: Plan, events: readonly PersonEvent[], how: readonly Fate[]) {
    this.store = new MemoryStore([plan], () => this.world.snapshot());
    this.rest = [...events];
    this.fates = how;
    this.state = begin(plan, 'p1', 0, START_MS);
  }

  async live(): Promise<void> {
    for (let call = 0; call < MAX_CALLS; call++) {
      const out = await this.segment();
      this.answers.push(out);
      this.state = out.state;
      this.result = undefined;
      const before = this.mailbox.contents().events;
      this.mailbox.dropTaken(this.state);
      const left = this.leftSeqs();
      this.taken.push(...before.map((event) => event.seq).filter((seq) => !left.includes(seq)));
      const { command } = out;
      if (command.do === 'end') return;
      if (command.do === 'act') {
        this.result = this.world.act('r', command.key, command.effect, command.cls, this.nowMs);
      } else if (
        this.mailbox.isEmpty &&
        !this.goOnAt(Math.min(command.untilMs ?? Infinity, this.nextArrivalMs()))
      ) {
        return;
      }
    }
    throw new Error('the life does not end');
  }

  leftSeqs(): number[] {
    return this.mailbox.contents().events.map((event) => event.seq);
  }

  private async segment(): Promise<AdvanceOutput> {
    for (;;) {
      const fate = this.attempts < FAULTY_ATTEMPTS ? this.fates[this.attempts % this.fates.length] : 'well';
      this.attempts += 1;
      const die = (): void => {
        throw new Error(fate);
      };
      this.store.beforeCommit = fate === 'died before commit' ? die : () => undefined;
      this.store.afterCommit = fate === 'answer lost' ? die : () => undefined;
      try {
        return await advance(this.store, segmentWorld(this.world), this.input());
      } catch (error) {
        if (!(error instanceof Error && error.message === fate)) throw error;
        this.nowMs += 5;
        if (this.attempts % 2) this.arrive(); // before the retry, which is handed more than the attempt that died
      }
    }
  }

  private input(): AdvanceInput {
    return {
      who: { firmId: 'f', automationId: 'a', enrolmentId: 'e' },
      firmId: 'f',
      run: 'r',
      chain: 'c',
      state: this.state,
      give: {
        nowMs: this.nowMs,
        ...this.mailbox.contents(),
        ...(this.result ? { result: this.result } : {}),
      },
    };
  }

  private nextArrivalMs(): number {
    return this.rest[0]?.atMs ?? Infinity;
  }

  private goOnAt(ms: number): boolean {
    if (ms > HORIZON_MS) return false;
    this.nowMs = Math.max(this.nowMs, ms);
    while (this.nextArrivalMs() <= this.nowMs) this.arrive();
    return true;
  }

  private arrive(): void {
    const event = this.rest.shift();
    if (!event) return;
    this.arrived.push(event.seq);
    this.mailbox.hear(event, this.state);
    this.mailbox.hear(event, this.state); // the relay delivers at least once
  }
}

test('segments that die before or after their commit: receipts gapless, effects once, no event lost, no facts let out', async () => {
  await fc.assert(
    fc.asyncProperty(plans, lives, fates, async (plan, events, how) => {
      const life = new Life(plan, events, how);
      await life.live();
      expect(life.store.steps.map((step) => step.n)).toEqual(life.store.steps.map((_, i) => i));
      const done = life.world.did.filter((id) => life.world.settled.has(id));
      expect(new Set(done).size).toBe(done.length);
      const known = [...life.taken, ...life.leftSeqs()].sort((a, b) => a - b);
      expect(known).toEqual(life.arrived);
      for (const out of life.answers) expect(out.state).not.toHaveProperty('facts');
    }),
    { numRuns: RUNS, seed: 7 },
  );
});

test('segments that all go well take the steps of the simulation', async () => {
  await fc.assert(
    fc.asyncProperty(plans, lives, async (plan, events) => {
      const life = new Life(plan, events, ['well']);
      await life.live();
      const input = {
        run: 'r',
        person: 'p1',
        startMs: START_MS,
        horizonMs: HORIZON_MS,
        world: new TestWorld(),
      };
      expect(life.store.steps).toEqual(simulate(plan, { ...input, script: happenings(events) }).steps);
    }),
    { numRuns: RUNS, seed: 11 },
  );
});
