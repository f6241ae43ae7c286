import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { alive } from '../../scripts/lib/processes.mjs';
import { beginTestRun } from '../../scripts/lib/test-run.mjs';

const CHILD = fileURLToPath(new URL('../support/children/test-run-child.mjs', import.meta.url));
const Begun = z.object({ folder: z.string(), pids: z.array(z.number()).length(2) });
let parent: string;
const started: number[] = [];
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'rap-runs-'));
});
afterEach(() => {
  for (const pid of started.splice(0)) if (alive(pid)) process.kill(pid, 'SIGKILL');
  rmSync(parent, { recursive: true, force: true });
});

/** Another run, with a process in a session of its own, and one below that. */
async function anotherRun(): Promise<z.infer<typeof Begun> & { child: ChildProcess & { pid: number } }> {
  const child = spawn(process.execPath, [CHILD, parent], { stdio: ['ignore', 'pipe', 'ignore'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('no child');
  const [line]: unknown[] = await once(child.stdout, 'data');
  const begun = Begun.parse(JSON.parse(String(line)));
  started.push(pid, ...begun.pids);
  return { ...begun, child: Object.assign(child, { pid }) };
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends what a run has started, and leaves nothing behind', async (signal, code) => {
  const { child, folder, pids } = await anotherRun();
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([code, null]);
  expect(pids.map(alive)).toEqual([false, false]);
  expect(existsSync(folder)).toBe(false);
});

test('the run after a killed one ends what that left, and only that', async () => {
  const lives = await anotherRun();
  const killed = await anotherRun();
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');
  expect(killed.pids.map(alive)).toEqual([true, true]);
  // a pid that was given anew: the file says another start time
  const stale = join(parent, 'rap-test-stale');
  mkdirSync(stale);
  const other = { pid: lives.pids[0], start: '1' };
  writeFileSync(join(stale, 'run.json'), JSON.stringify({ starter: other, processes: [other] }));
  const run = await beginTestRun(parent);
  expect(killed.pids.map(alive)).toEqual([false, false]);
  expect([existsSync(killed.folder), existsSync(stale)]).toEqual([false, false]);
  expect([lives.child.pid, ...lives.pids].map(alive)).toEqual([true, true, true]);
  expect(existsSync(lives.folder)).toBe(true);
  run.end();
  expect(existsSync(run.folder)).toBe(false);
});
