import { sleep } from '../../scripts/lib/processes.mjs';
import type { Lane } from './automation.ts';
import { BOUNDARIES, type Boundary } from './boundaries.ts';
import type { Victim } from './ground.ts';
import type { Round } from './round.ts';
import type { Scene } from './scene.ts';

/** a round waits so long for the first to arrive, and after the first for the rest; less than any time limit of theirs */
const FIRST_WITHIN_MS = 60_000;
const REST_WITHIN_MS = 3_000;
/** most are there and nobody comes any more */
const QUIET_MS = 300;

/** Whoever reaches the boundary stands there; then the victim dies with SIGKILL, and is started again. */
export const KILL_ROUNDS: readonly Round[] = BOUNDARIES.flatMap((boundary) =>
  boundary.victims.map((victim) => ({
    name: `${boundary.at}, ${victim} killed`,
    words: boundary.words,
    play: (scene: Scene) => kill(scene, boundary, victim),
  })),
);

async function kill(scene: Scene, boundary: Boundary, victim: Victim): Promise<readonly string[]> {
  const { ground, options } = scene;
  scene.standing = new Set();
  const lanes = Array.from({ length: options.people }, () => options.random.of(boundary.lanes));
  if (boundary.relayAfter) await withoutRelay(scene, boundary, lanes);
  else {
    ground.standAt(boundary.at);
    scene.people.come(lanes);
  }
  await arrivals(scene, boundary.at);
  if (boundary.letGoFirst) {
    ground.standAt(null);
    await sleep(options.random.between(0, 60));
  }
  const hit = [...scene.standing];
  await ground.kill(victim);
  ground.standAt(null);
  await ground.start(victim);
  return hit;
}

/** The relay dies, and finds everybody's event at once when it is started again. */
async function withoutRelay(scene: Scene, boundary: Boundary, lanes: readonly Lane[]): Promise<void> {
  const { ground, people } = scene;
  if (boundary.relayAfter === 'forms') {
    await ground.kill('relay');
    const came = people.come(lanes);
    await scene.until('the forms are taken', async () => came.every((lead) => lead.thanked));
  } else {
    people.answering = false;
    const came = people.come(lanes);
    await scene.until('the runs wait for an answer', () => scene.allWait(came));
    await ground.kill('relay');
    people.answering = true;
    await scene.until('the answers are taken', async () => came.every((lead) => lead.reacted));
  }
  ground.standAt(boundary.at);
  await ground.start('relay');
}

async function arrivals(scene: Scene, at: string): Promise<void> {
  const { people } = scene.options;
  const startedMs = performance.now();
  let [seen, changedMs, firstMs] = [0, startedMs, 0];
  for (;;) {
    await sleep(20);
    const nowMs = performance.now();
    const here = [...scene.standing].filter((one) => one.startsWith(`${at} `)).length;
    if (here !== seen) [seen, changedMs] = [here, nowMs];
    if (here > 0) firstMs ||= nowMs;
    if (here >= people || (here >= people * 0.6 && nowMs - changedMs > QUIET_MS)) return;
    if (firstMs && nowMs - firstMs > REST_WITHIN_MS) return;
    if (!firstMs && nowMs - startedMs > FIRST_WITHIN_MS) return;
  }
}
