import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { RUN_SIGNAL_EVENT, RUN_UPDATE_CONTROL, type Control } from '@rap/contracts/automation/run';
import { standing, type RunHarness } from '../workflow/run-harness.ts';
import { email, outreach, planOf, waitHours, wellWorld } from '../workflow/run-plans.ts';

const tell = (handle: WorkflowHandle, seq: number) =>
  handle.signal(RUN_SIGNAL_EVENT, { seq, kind: 'email.received', atMs: 0 });
const steer = (handle: WorkflowHandle, control: Control) =>
  handle.executeUpdate(RUN_UPDATE_CONTROL, { args: [control] });

/** Lives whose histories hold every kind of command that the shell of a run gives, running and parked. */
export const SCENARIOS: Record<string, (harness: RunHarness) => Promise<WorkflowHandle>> = {
  'running, at a short wait': async (harness) => {
    const plan = planOf('a', { a: email('b'), b: waitHours(0.1, 'END') });
    const handle = await harness.start('short', plan, wellWorld(plan));
    await standing(handle, 'time');
    return handle;
  },
  'parked, waiting': async (harness) => {
    const handle = await harness.start('waiting', outreach, wellWorld(outreach));
    await standing(handle, 'event');
    return handle;
  },
  'parked, woken by a reply': async (harness) => {
    const handle = await harness.start('reply', outreach, wellWorld(outreach));
    await standing(handle, 'event');
    await tell(handle, 1);
    await handle.result();
    return handle;
  },
  'parked, woken by its timer': async (harness) => {
    const handle = await harness.start('timer', outreach, wellWorld(outreach));
    await handle.result();
    return handle;
  },
  'controls: frozen, let go, moved': async (harness) => {
    const handle = await harness.start('controls', outreach, wellWorld(outreach));
    await standing(handle, 'event');
    await steer(handle, { id: '1', do: 'pause', mode: 'freeze' });
    await standing(handle, 'paused');
    await tell(handle, 1);
    await steer(handle, { id: '2', do: 'resume' });
    await handle.result();
    return handle;
  },
  'a message refused, then ended by hand': async (harness) => {
    const deps = wellWorld(outreach);
    deps.send = () => Promise.reject(ApplicationFailure.nonRetryable('rejected', 'provider_rejected'));
    const handle = await harness.start('attention', outreach, deps);
    await standing(handle, 'attention');
    await steer(handle, { id: 'e', do: 'end', reason: 'by hand' });
    await handle.result();
    return handle;
  },
  'a fault, then ended by hand': async (harness) => {
    const broken = planOf('a', { a: { k: 'split', salt: 's', variants: [] } });
    const handle = await harness.start('fault', broken, wellWorld(broken));
    await standing(handle, 'fault');
    await steer(handle, { id: 'e', do: 'end', reason: 'by hand' });
    await handle.result();
    return handle;
  },
  superseded: async (harness) => {
    const deps = wellWorld(outreach);
    deps.store.chain = 'another';
    const handle = await harness.start('superseded', outreach, deps);
    await handle.result();
    return handle;
  },
};
