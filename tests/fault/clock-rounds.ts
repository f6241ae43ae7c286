import { spawnSync } from 'node:child_process';
import type { Round } from './round.ts';
import type { Scene } from './scene.ts';

/** Debian's libfaketime moves the clock of one process; its timers keep running. */
const FAKETIME = 'faketime';

/** The worker's clock is wrong by minutes, against Postgres, Temporal and everybody else. */
export const CLOCK_ROUNDS: readonly Round[] = ['+3m', '-3m'].map((offset) => ({
  name: `worker's clock ${offset}`,
  words: 'the worker, with a clock of its own',
  play: (scene: Scene) => withClock(scene, offset),
}));

/** Installs it where that is possible; says so loudly where it is not. */
export function hasFaketime(log: (line: string) => void): boolean {
  const works = (): boolean => spawnSync(FAKETIME, ['-f', '+0', 'true']).status === 0;
  if (works()) return true;
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'faketime'], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (works()) return true;
  log('NOT DONE: the clock rounds need faketime (apt-get install faketime), and it cannot be installed here');
  return false;
}

async function withClock(scene: Scene, offset: string): Promise<readonly string[]> {
  const { ground, options } = scene;
  await ground.kill('worker');
  await ground.start('worker', ['env', 'DONT_FAKE_MONOTONIC=1', FAKETIME, '-f', offset]);
  const came = scene.people.come(
    Array.from({ length: options.people }, () => options.random.of(['replies', 'texts', 'silent', 'books'])),
  );
  await scene.until('everybody came to their end with a wrong clock', () => scene.isOver());
  await ground.kill('worker');
  await ground.start('worker');
  return came.map((lead) => `${offset} ${lead.email}`);
}
