import {
  runIdOf,
  type AdvanceOutput,
  type Give,
  type PersonEvent,
  type Result,
  type RunState,
  type RunWho,
} from '@rap/contracts/automation/run';
import type { AutomationActivities } from '../automation/automation-activities.ts';

/** before a provider's pace is asked again */
const BUSY_MS = 100;

/** One run of the past, driven segment by segment on the clock of an import, as the workflow drives it on the server's. */
export class ImportedRun {
  readonly enrolmentId: string;
  /** when it goes on by itself, epoch ms; null while only an event or a person can move it */
  wakeMs: number | null = null;
  ended = false;
  private readonly activities: AutomationActivities;
  private readonly who: RunWho;
  private readonly pause: (ms: number) => Promise<unknown>;
  private state: RunState;

  constructor(
    activities: AutomationActivities,
    who: RunWho,
    state: RunState,
    pause: (ms: number) => Promise<unknown>,
  ) {
    this.activities = activities;
    this.who = who;
    this.enrolmentId = who.enrolmentId;
    this.state = state;
    this.pause = pause;
  }

  /** Goes on until it waits or has ended. */
  async goOn(nowMs: number, events: PersonEvent[] = []): Promise<void> {
    let out = await this.segment({ nowMs, ...(events.length > 0 ? { events } : {}) });
    while (out.command.do === 'act') {
      const result = await this.send(out, nowMs);
      out = await this.segment({ nowMs, result });
    }
    this.ended = out.command.do === 'end';
    this.wakeMs = out.command.do === 'wait' ? out.command.untilMs : null;
  }

  private async segment(give: Give): Promise<AdvanceOutput> {
    const out = await this.activities.advance({
      who: this.who,
      firmId: this.who.firmId,
      run: runIdOf(this.who),
      chain: `import:${this.enrolmentId}`,
      state: this.state,
      give,
    });
    this.state = out.state;
    return out;
  }

  private async send({ state, command }: AdvanceOutput, nowMs: number): Promise<Result> {
    if (command.do !== 'act') throw new Error('only what leaves the house is left open');
    for (;;) {
      const result = await this.activities.send({
        who: this.who,
        firmId: this.who.firmId,
        run: runIdOf(this.who),
        person: state.person,
        hash: state.hash,
        node: command.node,
        key: command.key,
        effect: command.effect,
        nowMs,
      });
      if (!('laterMs' in result) || result.reason !== 'provider_busy') return result;
      await this.pause(BUSY_MS);
    }
  }
}
