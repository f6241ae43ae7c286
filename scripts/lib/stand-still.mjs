// Does something while everything that `npm start` started stands still, and lets it start again.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './processes.mjs';
import { fail } from './product.mjs';
import { hold, isHeld, readRun, RunFile } from './run-file.mjs';

/** Held by whoever needs the stop; nobody has to tidy it up when it is killed. */
export const standStillLock = (data) => join(data, 'stand-still.json');

/** Ends the process when there is no moment for it now. Answers how long it stood, and the run; no run when nothing ran. */
export async function whileItStandsStill(data, work) {
  const path = join(data, 'run.json');
  const lock = standStillLock(data);
  if (isHeld(lock)) fail('it stands still for another command: try again when that is done');
  const run = readRun(path);
  if (run && !run.ready) fail('it is still starting: try again in a moment');
  if (!run && new RunFile(path).leftovers().length > 0) {
    fail('a start that was killed left processes behind: run `npm start` once, it ends them');
  }
  const fromMs = Date.now();
  hold(lock);
  try {
    if (run) {
      process.kill(run.starter.pid, 'SIGUSR2');
      // or it was ended meanwhile: then nothing runs either
      await until('the stop', () => (readRun(path) ?? { paused: true }).paused === true, { ms: 120_000 });
    }
    await work();
    return { run, stoodMs: Date.now() - fromMs };
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Until it runs again; answers where. */
export async function untilItRuns(data) {
  const path = join(data, 'run.json');
  await until('the start', () => readRun(path)?.ready, { ms: 180_000 });
  return readRun(path).addresses.home;
}
