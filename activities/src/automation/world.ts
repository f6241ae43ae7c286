import { StepEffect } from '@rap/contracts/automation/effects';
import type { AdvanceInput, Command, Facts, Result, RunState } from '@rap/contracts/automation/run';
import { loadFacts } from '@rap/database/facts/load-facts';
import { headSeq } from '@rap/database/spine/emit';
import type { FirmContext } from '@rap/database/tenancy/context';
import type { SegmentWorld } from './segment.ts';
import { resolveTimeOf } from '@rap/database/facts/resolve-time-of';
import { writeAct } from './write-act.ts';

/** Facts, times and our own writes, all in the segment's transaction. */
export const firmWorld: SegmentWorld<FirmContext> = {
  facts(ctx: FirmContext, state: RunState, names: readonly string[], nowMs: number): Promise<Facts> {
    return loadFacts(ctx, state.person, names, nowMs);
  },

  time(ctx: FirmContext, state: RunState, command: Extract<Command, { do: 'resolveTime' }>) {
    return resolveTimeOf(ctx, state.person, command.spec, command.nowMs);
  },

  async write(
    ctx: FirmContext,
    input: AdvanceInput,
    state: RunState,
    command: Extract<Command, { do: 'act' }>,
  ): Promise<Extract<Result, { of: 'act' }>> {
    // read before the write, so that what the write itself raises counts as "since this step"
    const seq = await headSeq(ctx, state.person);
    const effect = StepEffect.parse(command.effect);
    const written = await writeAct(ctx, effect, {
      run: input.run,
      who: input.who,
      personId: state.person,
      effectKey: `${input.run}:${command.key}`,
      nowMs: input.give.nowMs,
    });
    return 'failed' in written ? { of: 'act', ...written } : { of: 'act', done: written.done, seq };
  },
};
