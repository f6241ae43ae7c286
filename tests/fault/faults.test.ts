import { beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/lib/build.mjs';
import { faultRun } from './fault-run.ts';

// the children are the product as it is built
beforeAll(() => build(), 120_000);

/** One of each kind; `npm run faults` visits every boundary, with many times as many runs. */
const SAMPLE = [
  'form.after-commit, postgres',
  'enrol.after-commit, relay',
  'email.after, worker',
  'start.before, temporal',
  'twilio: 500, though taken',
  'Temporal restored older than Postgres',
];

test(
  'a sample of a fault run: nothing is lost and nothing doubled, whatever is killed',
  { timeout: 300_000 },
  async () => {
    const log: string[] = [];
    const report = await faultRun({
      pairs: 1,
      only: SAMPLE,
      seed: 7,
      people: 6,
      minutes: 4,
      log: (line) => log.push(line),
    });
    const { lost, doubled, wrong, leads } = report.verdict;
    expect({ lost, doubled, wrong, faults: report.faults }, log.join('\n')).toEqual({
      lost: [],
      doubled: [],
      wrong: [],
      faults: [],
    });
    expect(leads).toBe(6 * SAMPLE.length);
    expect(report.rounds.filter((round) => round.pairs === 0)).toEqual([]);
  },
);
