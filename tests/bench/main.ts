import { cpus, totalmem } from 'node:os';
import { openDb } from './firm.ts';
import type { BenchResults } from './report.ts';
import { startServers } from './servers.ts';
import { measureExecutions } from './suites/executions.ts';
import { measureParked } from './suites/parked.ts';
import { measureRecords } from './suites/records.ts';
import { measureRelay } from './suites/relay.ts';
import { measureWeb } from './suites/web.ts';

export const SUITES = ['relay', 'records', 'web', 'parked', 'executions'] as const;
export type Suite = (typeof SUITES)[number];

export interface BenchOptions {
  readonly suites: readonly Suite[];
  /** a tenth of everything: to see that it runs, not for figures */
  readonly quick: boolean;
  /** enrolments that are parked */
  readonly parked: number;
  readonly log: (line: string) => void;
}

/** Runs the suites on an installation of their own. Each suite says in its docstring what it measures and how. */
export async function runBench({ suites, quick, parked, log }: BenchOptions): Promise<BenchResults> {
  const servers = await startServers();
  const bench = await openDb(servers);
  const startedAt = new Date().toISOString();
  try {
    const results: BenchResults = {
      startedAt,
      quick,
      machine: {
        cores: cpus().length,
        cpu: cpus()[0]?.model ?? 'unknown',
        memoryGb: Math.round(totalmem() / 2 ** 30),
        platform: `${process.platform} ${process.arch}`,
        node: process.versions.node,
      },
    };
    // the relay's own figures come first: no process of the product is running yet
    if (suites.includes('relay'))
      results.relay = await measureRelay(servers, bench, { eventsEach: quick ? 10 : 50, log });
    if (suites.includes('records'))
      results.records = await measureRecords(servers, bench, { messages: quick ? 20_000 : 1_000_000, log });
    if (suites.includes('web'))
      results.web = await measureWeb(servers, bench, {
        people: quick ? 2_000 : 50_000,
        messages: quick ? 20_000 : 500_000,
        rounds: quick ? 2 : 15,
        log,
      });
    if (suites.includes('parked'))
      results.parked = await measureParked(servers, bench, {
        parked: quick ? 200 : parked,
        woken: quick ? 50 : Math.min(1_000, parked),
        log,
      });
    if (suites.includes('executions'))
      results.executions = await measureExecutions(servers, bench, {
        rounds: quick ? 2 : 7,
        executions: quick ? { 5: 20, 20: 10 } : { 5: 150, 20: 40 },
        paced: quick ? 5 : 40,
        log,
      });
    return results;
  } finally {
    await bench.close();
    await servers.stop();
  }
}
