import { WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Plan } from '@rap/contracts/automation/plan';
import {
  RUN_SIGNAL_EVENT,
  RUN_UPDATE_CONTROL,
  type Control,
  type PersonEvent,
  type RunInput,
} from '@rap/contracts/automation/run';
import { begin } from '@rap/domain/automation/engine/begin';
import { RunHarness, standing } from './run-harness.ts';
import { email, HOUR_MS, outreach, planOf, task, waitForReply, waitHours, wellWorld } from './run-plans.ts';

let harness: RunHarness;
beforeAll(async () => {
  harness = await RunHarness.create('shell-');
}, 60_000);
afterAll(() => harness?.stop());

const event = (seq: number, kind = 'email.received'): PersonEvent => ({ seq, kind, atMs: 0 });
const tell = (handle: WorkflowHandle, told: PersonEvent) => handle.signal(RUN_SIGNAL_EVENT, told);
const steer = (handle: WorkflowHandle, control: Control) =>
  handle.executeUpdate<{ n: number }, [Control]>(RUN_UPDATE_CONTROL, { args: [control] });

let count = 0;
async function run(plan: Plan, ...others: Plan[]) {
  const deps = wellWorld(plan, ...others);
  const handle = await harness.start(`e${count++}`, plan, deps);
  return { ...deps, deps, handle };
}

/** The code with which an Update was refused. */
async function refusalOf(update: Promise<unknown>): Promise<string | null | undefined> {
  const error: unknown = await update.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkflowUpdateFailedError)) throw new Error('the update was taken');
  return error.cause instanceof ApplicationFailure ? error.cause.type : undefined;
}

const detailsOf = async (handle: WorkflowHandle): Promise<string> =>
  (await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;

/** What the server shows beside the timers and activities of a run, in their order. */
async function summariesOf(handle: WorkflowHandle): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ userMetadata }) =>
    userMetadata?.summary ? [defaultPayloadConverter.fromPayload<string>(userMetadata.summary)] : [],
  );
}

describe('a parked run', () => {
  test('leaves five events, stands under its search attributes and is woken by a reply', async () => {
    const { handle, path } = await run(outreach);
    expect(await standing(handle, 'event')).toMatchObject({ at: 'answer', n: 1 });
    await vi.waitFor(async () => {
      const { historyLength, typedSearchAttributes } = await handle.describe();
      expect(historyLength).toBeLessThanOrEqual(5);
      expect(
        Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value])),
      ).toMatchObject({
        FirmId: 'firm',
        PersonId: 'p1',
        AutomationId: 'a',
        AutomationVersion: '1',
        StepId: 'answer',
      });
    });
    await tell(handle, event(1));
    expect(await handle.result()).toBe('end');
    expect(path()).toBe('hello:next answer:case:replied thank:next END:end');
  });

  test('is woken by its deadline', async () => {
    const { handle, path, store } = await run(outreach);
    expect(await handle.result()).toBe('end');
    expect(path()).toBe('hello:next answer:timeout call:next END:end');
    expect((store.steps[1]?.atMs ?? 0) - (store.steps[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(24 * HOUR_MS);
  });

  test('hears an event once that is delivered twice', async () => {
    const twice = planOf('first', {
      first: waitForReply('second'),
      second: waitForReply('END'),
    });
    const { handle, path } = await run(twice);
    await standing(handle, 'event');
    await tell(handle, event(1));
    await tell(handle, event(1));
    await handle.result();
    expect(path()).toBe('first:case:replied second:timeout END:end');
  });

  test('tells whoever operates the server, in the words of the automation, what it did and waits for', async () => {
    const { handle } = await run({
      ...planOf('call~1', { 'call~1': task('pause~1'), 'pause~1': waitHours(0.1, 'END') }),
      labels: { call: 'Call the lead', pause: 'Give them time' },
    });
    await standing(handle, 'time');
    expect(await detailsOf(handle)).toMatch(
      /^Call the lead: done\n\nGive them time: waits for its time until \d{4}-/,
    );
    expect(await summariesOf(handle)).toEqual(['begins', 'Give them time: waits for its time']);
    await handle.result();
  });

  test('tells it also when it is parked, and of a plan without labels by the ids', async () => {
    const { handle } = await run(outreach);
    const { runId } = await handle.describe();
    await standing(handle, 'event');
    expect(await detailsOf(handle)).toMatch(/^Wait for an answer: waits for what may happen until \d{4}-/);
    expect(await summariesOf(handle)).toEqual(['Wait for an answer: waits for what may happen']);
    const first = harness.env.client.workflow.getHandle(handle.workflowId, runId);
    expect(await summariesOf(first)).toEqual(['begins', 'Say hello: email', 'goes on after: Say hello']);
    const { labels: _none, ...unnamed } = outreach;
    const { handle: older } = await run(unnamed);
    await standing(older, 'event');
    expect(await summariesOf(older)).toEqual(['answer: waits for what may happen']);
    await handle.result();
    await older.result();
  });
});

describe('hands on a parked run', () => {
  test('freeze it, so that a reply waits, and let it go on', async () => {
    const { handle, path } = await run(outreach);
    const { n } = await standing(handle, 'event');
    expect(await steer(handle, { id: '1', do: 'pause', mode: 'freeze' })).toEqual({ n });
    await standing(handle, 'paused');
    await tell(handle, event(1));
    expect(await refusalOf(steer(handle, { id: '2', do: 'skip', n }))).toBe('stale_control');
    await steer(handle, { id: '3', do: 'resume' });
    expect(await handle.result()).toBe('end');
    expect(path()).toBe('hello:next answer:pause answer:resume answer:case:replied thank:next END:end');
  });

  test('are taken once, however often they are handed in', async () => {
    const { handle, path } = await run(outreach);
    const { n } = await standing(handle, 'event');
    const skip: Control = { id: 's', do: 'skip', n };
    await Promise.all([steer(handle, skip), steer(handle, skip)]);
    await handle.result();
    expect(path()).toBe('hello:next answer:skip call:next END:end');
  });

  test('move its wait', async () => {
    const { handle, store } = await run(outreach);
    const { n } = await standing(handle, 'event');
    const untilMs = (await harness.env.currentTimeMs()) + HOUR_MS;
    await steer(handle, { id: 'm', do: 'moveWait', n, untilMs });
    await handle.result();
    const left = store.steps.find((step) => step.port === 'timeout');
    expect(Math.abs((left?.atMs ?? 0) - untilMs)).toBeLessThan(5_000);
  });

  test('move it to a new version', async () => {
    const next = planOf('x', { x: waitHours(2, 'y'), y: email('END') }, 'h2');
    const { handle, path } = await run(outreach, next);
    const { n } = await standing(handle, 'event');
    await steer(handle, { id: 'm', do: 'migrate', n, hash: 'h2', to: 'x' });
    await handle.result();
    expect(path()).toBe('hello:next x:migrate x:next y:next END:end');
  });

  test('hold it; a goal met meanwhile is taken on release', async () => {
    const { handle, path } = await run(outreach);
    await standing(handle, 'event');
    await steer(handle, { id: 'h', do: 'hold', reason: 'death' });
    await standing(handle, 'held');
    await tell(handle, event(1, 'stage.changed'));
    await steer(handle, { id: 'r', do: 'release' });
    await handle.result();
    expect(path()).toBe('hello:next answer:hold answer:release answer:client END:end');
  });
});

describe('a message', () => {
  test('that the provider refuses for good stands at "attention" until a person ends it', async () => {
    const deps = wellWorld(outreach);
    deps.send = () => Promise.reject(ApplicationFailure.nonRetryable('rejected', 'provider_rejected'));
    const handle = await harness.start('refused', outreach, deps);
    await standing(handle, 'attention');
    await steer(handle, { id: 'e', do: 'end', reason: 'by hand' });
    expect(await handle.result()).toBe('ended: by hand');
    expect(deps.path()).toBe('hello:provider_rejected hello:end');
  });

  test('whose provider cannot be reached waits at "later" and is sent under the same key', async () => {
    const plan = planOf('a', { a: email('END') });
    const deps = wellWorld(plan);
    const keys: string[] = [];
    deps.send = ({ key }) => {
      keys.push(key);
      if (keys.length <= 5)
        return Promise.reject(ApplicationFailure.retryable('no connection', 'unreachable'));
      return Promise.resolve({ of: 'act', done: key, seq: 0 });
    };
    const handle = await harness.start('unreachable', plan, deps);
    expect(await handle.result()).toBe('end');
    expect(deps.path()).toBe('a:later a:next END:end');
    expect(keys).toEqual(Array.from({ length: 6 }, () => 'a:1'));
  });

  test('goes out inside the segment when the provider is free', async () => {
    const deps = wellWorld(outreach);
    deps.send = () => Promise.reject(ApplicationFailure.nonRetryable('not by the queue', 'wrong_way'));
    deps.inline = (_input, _state, { key }) => Promise.resolve({ of: 'act', done: key, seq: 0 });
    const handle = await harness.start('inline', outreach, deps);
    await handle.result();
    expect(deps.path()).toBe('hello:next answer:timeout call:next END:end');
  });
});

describe('a run never fails', () => {
  const broken = planOf('a', { a: { k: 'split', salt: 's', variants: [] } });
  const mended = planOf('a', { a: task('END') });

  test('a fault of the engine stands, calls nothing while it stands, and goes on when a person says so', async () => {
    const { handle, deps, store } = await run(broken);
    const plans = vi.spyOn(store, 'plan');
    await standing(handle, 'fault');
    const calls = plans.mock.calls.length;
    await tell(handle, event(1));
    await standing(handle, 'fault');
    expect(plans.mock.calls.length).toBe(calls);
    plans.mockResolvedValue(mended);
    await steer(handle, { id: 'r', do: 'retry', n: 0 });
    expect(await handle.result()).toBe('end');
    expect(deps.path()).toBe('a:retry a:next END:end');
  });

  test('a program that is wrong stands as well, and a database that is away is tried again', async () => {
    const deps = wellWorld(mended);
    const writes = vi.spyOn(deps.world, 'write');
    writes
      .mockRejectedValueOnce(new Error('connection terminated'))
      .mockRejectedValueOnce(new TypeError('undefined'));
    const handle = await harness.start('wrong', mended, deps);
    await standing(handle, 'fault');
    expect(writes).toHaveBeenCalledTimes(2);
    await steer(handle, { id: 'r', do: 'resume' });
    expect(await handle.result()).toBe('end');
    expect(deps.path()).toBe('a:resume a:next END:end');
  });

  test('a second try of the same step is heard after a first one that failed as well', async () => {
    const { handle, store } = await run(broken);
    await standing(handle, 'fault');
    await steer(handle, { id: 'r1', do: 'retry', n: 0 });
    await standing(handle, 'fault');
    vi.spyOn(store, 'plan').mockResolvedValue(mended);
    await vi.waitFor(() => steer(handle, { id: 'r2', do: 'retry', n: 0 }));
    expect(await handle.result()).toBe('end');
  });

  test('a database that is older than the history stands, and is healed by a person', async () => {
    const deps = wellWorld(mended);
    const state = { ...begin(mended, 'p1', 0, await harness.env.currentTimeMs()), seg: 3 };
    const handle = await harness.startWith(inputOf('behind', state), deps);
    await standing(handle, 'fault');
    deps.store.seg = 3;
    await steer(handle, { id: 'r', do: 'resume' });
    expect(await handle.result()).toBe('end');
  });

  test('a second chain under the same id ends as superseded', async () => {
    const deps = wellWorld(mended);
    deps.store.chain = 'the first';
    const state = begin(mended, 'p1', 0, await harness.env.currentTimeMs());
    const handle = await harness.startWith(inputOf('second', state), deps);
    expect(await handle.result()).toBe('superseded');
    expect(deps.path()).toBe('');
  });

  test('an input of a newer release waits for a newer worker', async () => {
    const deps = wellWorld(mended);
    const input = inputOf('newer', begin(mended, 'p1', 0, await harness.env.currentTimeMs()));
    const newer: RunInput = JSON.parse(JSON.stringify({ ...input, v: 2 }));
    const handle = await harness.startWith(newer, deps);
    await vi.waitFor(async () => {
      const { events } = await handle.fetchHistory();
      expect(events?.some((past) => past.workflowTaskFailedEventAttributes)).toBe(true);
    });
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.terminate();
  });

  function inputOf(enrolmentId: string, state: RunInput['state']): RunInput {
    const who = { firmId: 'firm', automationId: 'a', enrolmentId };
    return { v: 1, who, state, search: { automationVersion: '1' } };
  }
});
