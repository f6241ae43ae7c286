import type { ExecutionsResult } from './suites/executions.ts';
import { wakeLine, type ParkedResult } from './suites/parked.ts';
import type { RecordsResult } from './suites/records.ts';
import type { RelayResult } from './suites/relay.ts';
import type { WebResult } from './suites/web.ts';
import { median, round } from './statistics.ts';

export interface BenchResults {
  readonly startedAt: string;
  readonly quick: boolean;
  readonly machine: {
    readonly cores: number;
    readonly cpu: string;
    readonly memoryGb: number;
    readonly platform: string;
    readonly node: string;
  };
  relay?: RelayResult[];
  executions?: ExecutionsResult;
  parked?: ParkedResult;
  records?: RecordsResult;
  web?: WebResult;
}

/** The results as a page. Figures of one machine: compare ratios, not absolutes, between machines. */
export function reportOf(results: BenchResults): string {
  const { machine } = results;
  return [
    '# Benchmarks',
    '',
    `Measured ${results.startedAt.slice(0, 10)} on ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, ${machine.platform}, Node ${machine.node}; everything on that one machine, Postgres with fsync on, Temporal's store on disk.`,
    ...(results.quick
      ? ['', 'A quick run: it shows that the benchmark works, its figures mean little.']
      : []),
    '',
    'Repeat with `npm run bench` (all of it takes about half an hour; `npm run bench -- relay records web parked executions` names the parts, `--parked=N` parks N instead of 10,000, `--quick` runs a tenth, `--json` prints the figures as JSON, `--write` renews this page). It starts an installation of its own and leaves nothing behind. Other load on the machine falsifies the absolute figures; the ratios come from alternating rounds.',
    '',
    ...(results.executions ? executions(results.executions) : []),
    ...(results.parked ? parked(results.parked) : []),
    ...(results.relay ? relay(results.relay) : []),
    ...(results.records ? records(results.records) : []),
    ...(results.web ? web(results.web) : []),
  ].join('\n');
}

function executions({ shapes, ratios, memory }: ExecutionsResult): string[] {
  return [
    '## Executions',
    '',
    'An automation of 5 steps (trigger, condition, e-mail, a wait that is due at once, task) and of 20 (4 e-mails, 6 writes, 6 conditions, 4 waits), beside hand-written Temporal code for the same steps. The hand-written code calls the same gate, pace, delivery ledger, sealing, commands and events, writes a receipt for each step in the transaction of its work, and has the same codec, pool and cache; it has no enrolment rules, hears no answers, and cannot be paused or asked why. Mail goes to a mail server over SMTP. Executions a second are those of a burst, from the release of the relay to the last receipt; latency is from the commit of the event to the acceptance by the mail server, one lead at a time.',
    '',
    '| Steps | Shape | Executions/s, median | lowest to highest | CPU ms each: worker and relay | Postgres, Temporal, mail server | Event to mail server p50 | p95 |',
    '| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...shapes.map(
      ({ size, shape, perSecond, cpuMs, latencyMs }) =>
        `| ${size} | ${shape} | ${round(median(perSecond))} | ${round(Math.min(...perSecond))} to ${round(Math.max(...perSecond))} | ${round(median(cpuMs.own))} | ${round(median(cpuMs.servers))} | ${round(latencyMs.p50)} ms | ${round(latencyMs.p95)} ms |`,
    ),
    '',
    '| Steps | Automation, compared with | Times as many executions a second (median of the rounds) |',
    '| ---: | --- | ---: |',
    ...ratios.map(({ size, to, ratio }) => `| ${size} | ${to} | ${round(ratio)} |`),
    '',
    '### Memory',
    '',
    'After the last round, shared pages counted in shares (PSS).',
    '',
    '| Process | MB |',
    '| --- | ---: |',
    ...memory.map(({ name, pssMb }) => `| ${name} | ${Math.round(pssMb)} |`),
    '',
  ];
}

const parked = (result: ParkedResult): string[] => [
  '## Parked enrolments',
  '',
  `${result.parked.toLocaleString('en')} people wait thirty days.`,
  '',
  '| What | Figure |',
  '| --- | ---: |',
  `| history of a parked run, p50 (largest), as the server counts it | ${Math.round(result.historyBytes.p50)} (${result.historyBytes.max}) bytes in ${result.historyBytes.events} events |`,
  `| growth of Temporal's store for each (SQLite, everything it keeps) | ${Math.round(result.temporalStoreBytesEach)} bytes |`,
  `| rows, receipts and indexes of each in Postgres | ${Math.round(result.postgresBytesEach)} bytes |`,
  `| ${result.wokenAtOnce.toLocaleString('en')} of them due at one instant, until their next step was written | ${wakeLine(result)} |`,
  '',
];

const relay = (results: readonly RelayResult[]): string[] => [
  '## Relay',
  '',
  `${(results[0]?.events ?? 0).toLocaleString('en')} events of 400 people, handed over by 1 to 4 relay processes; each hand-over writes one row.`,
  '',
  '| Relays | Events/s | Out of order | Lost | Twice |',
  '| ---: | ---: | ---: | ---: | ---: |',
  ...results.map(
    (each) =>
      `| ${each.relays} | ${round(each.eventsPerSecond).toLocaleString('en')} | ${each.outOfOrder} | ${each.lost} | ${each.twice} |`,
  ),
  '',
];

const records = ({ messages, requests }: RecordsResult): string[] => [
  '## Lists and search',
  '',
  `A firm with ${messages.toLocaleString('en')} sealed messages, asked over HTTP, one request at a time, 50 rows an answer, each opened (decrypted).`,
  '',
  '| Request | p50 | p95 |',
  '| --- | ---: | ---: |',
  ...requests.map(({ what, p50, p95 }) => `| ${what} | ${round(p50)} ms | ${round(p95)} ms |`),
  '',
];

const web = (result: WebResult): string[] => [
  '## The studio in a browser',
  '',
  `Headless Chromium at 1440 by 900 px, over a firm of ${result.people.toLocaleString('en')} people and ${result.messages.toLocaleString('en')} sealed messages; browser, API and database on the one machine. The first load weighs ${Math.round(result.firstLoadBytes / 1_000)} KB compressed (a build over its budget fails).`,
  '',
  '| Page, largest contentful paint | empty cache p50 | p95 | second visit p50 | p95 |',
  '| --- | ---: | ---: | ---: | ---: |',
  ...result.pages.map(
    ({ page, cold, warm }) =>
      `| ${page} | ${round(cold.p50)} ms | ${round(cold.p95)} ms | ${round(warm.p50)} ms | ${round(warm.p95)} ms |`,
  ),
  '',
  '| Press to drawn result | p50 | p95 |',
  '| --- | ---: | ---: |',
  ...result.interactions.map(({ what, p50, p95 }) => `| ${what} | ${round(p50)} ms | ${round(p95)} ms |`),
  '',
  `A pan over ${result.pan.steps} steps: work of the main thread in a frame, by trace, p50 ${round(result.pan.p50)} ms, p95 ${round(result.pan.p95)} ms (${result.pan.n} frames).`,
  '',
  `A lead that comes in is shown on the open page ${round(result.live.p50)} ms after its commit (p50; p95 ${round(result.live.p95)} ms, ${result.live.n} times).`,
  '',
];
