import { inject } from 'vitest';

/** After this long a round of the sample asks each route once more instead of several times. */
export const HURRY_MS = 60_000;

/** fast-check's seeds are whole numbers of 32 bits. */
const anySeed = (): number => Math.trunc(Math.random() * 0x7fff_ffff) + 1;

/** The seeds of a run: one, or others for as long as `npm run fuzz -- --minutes N` says. The first is always asked. */
export function* fuzzSeeds(): Generator<number> {
  const endsAt = Date.now() + inject('fuzzMinutes') * 60_000;
  yield inject('fuzzSeed') || anySeed();
  while (Date.now() < endsAt) yield anySeed();
}

/** What stands over a failure, so that it can be repeated. */
export const shownSeed = (seed: number): string =>
  `seed ${seed}: repeat it with npm run fuzz -- --seed ${seed}`;
