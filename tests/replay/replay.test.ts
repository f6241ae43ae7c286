import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';

import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { RunHarness } from '../workflow/run-harness.ts';
import { SCENARIOS } from './scenarios.ts';

/**
 * A run may be older than the release that wakes it: the shell of today must take the same commands over every history that
 * a release has left. `SAVE_HISTORIES=<release> npm test -- tests/replay` keeps the histories of today under that name; do it
 * once for each release and never change them. A shell that cannot replay them needs `patched()`.
 */
const release = process.env['SAVE_HISTORIES'];
const folder = fileURLToPath(new URL('histories/', import.meta.url));
const saved = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.json'),
);

const { History } = temporal.api.history.v1;
type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

const replay = (history: History): Promise<void> =>
  Worker.runReplayHistory(
    { workflowBundle: { codePath: inject('workflowBundle') } },
    history,
    'run:firm:replayed',
  );

let harness: RunHarness;
beforeAll(async () => {
  harness = await RunHarness.create('replay-');
}, 60_000);
afterAll(() => harness?.stop());

describe('histories of past releases', () => {
  test('are there', () => {
    expect(saved.length).toBeGreaterThanOrEqual(Object.keys(SCENARIOS).length);
  });

  test.each(saved)('%s', async (file) => {
    await replay(parse(readFileSync(folder + file, 'utf8')));
  });

  test('that do not fit the shell are found', async () => {
    const text = readFileSync(
      folder + (saved.find((file) => file.includes('woken-by-its-timer-1')) ?? ''),
      'utf8',
    );
    const other = text.replaceAll('"name": "send"', '"name": "sendTwice"');
    expect(other).not.toBe(text);
    await expect(replay(parse(other))).rejects.toThrow(DeterminismViolationError);
  });
});

describe('histories of today', () => {
  test.each(Object.entries(SCENARIOS))('%s', async (name, live) => {
    const handle = await live(harness);
    for (const [index, history] of (await historiesOf(harness, handle)).entries()) {
      await replay(history);
      if (release) await save(`${release}/${name.replaceAll(/[^a-z]+/g, '-')}-${index + 1}.json`, history);
    }
  });
});

const parse = (text: string): History => History.fromObject(JSON.parse(text));

/** The histories of a chain of runs, the first one first. */
async function historiesOf(harness: RunHarness, { workflowId }: WorkflowHandle): Promise<History[]> {
  const histories: History[] = [];
  let { runId } = await harness.env.client.workflow.getHandle(workflowId).describe();
  while (runId) {
    const history = await harness.env.client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.unshift(history);
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
  }
  return histories;
}

/** Bytes as base64, names of enums: as protobuf's own JSON of the message, without the names of the machine. */
async function save(file: string, history: History): Promise<void> {
  const path = folder + file;
  const untraced = JSON.stringify(history, (key, value: unknown) => (key === 'stackTrace' ? '' : value));
  const text = untraced.replaceAll(hostname(), 'host').replaceAll(/"\d+@host"/g, '"worker"');
  await mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true });
  await writeFile(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
