import pg from 'pg';
import { automationOf } from '../definitions.ts';
import { buildFirm, buildPeople, inTurns, makeLead, publish, type BenchDb, type BenchFirm } from '../firm.ts';
import { CREATE_RECEIPTS } from '../hand-written/activities.ts';
import { CONSUMERS } from '../hand-written/steps.ts';
import { startProduct } from '../product.ts';
import { cpuOf, memoryOf, type ProcessMemory } from '../processes.ts';
import type { BenchProcess, BenchServers } from '../servers.ts';
import { median, quantile, round } from '../statistics.ts';

export const SHAPES = ['automation', 'all local', 'activity a step'] as const;
export type Shape = (typeof SHAPES)[number];

export interface ShapeResult {
  readonly shape: Shape;
  readonly size: 5 | 20;
  /** executions a second, one figure a round */
  readonly perSecond: readonly number[];
  /** CPU time an execution, ms: of the worker and relay, and of Postgres, Temporal and the mail server; steadier than rates */
  readonly cpuMs: { readonly own: readonly number[]; readonly servers: readonly number[] };
  /** from the commit of the event to the mail server's acceptance, ms, at one lead at a time */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly n: number };
}

export interface ExecutionsResult {
  readonly shapes: readonly ShapeResult[];
  /** medians of the rounds' quotients: automation to each of the others */
  readonly ratios: readonly { readonly size: 5 | 20; readonly to: Shape; readonly ratio: number }[];
  readonly memory: readonly ProcessMemory[];
}

export interface ExecutionsOptions {
  readonly rounds: number;
  readonly executions: Readonly<Record<5 | 20, number>>;
  readonly paced: number;
  readonly log: (line: string) => void;
}

/** so many firms share a burst: the pace of e-mail is one a firm, and it must not be what is measured */
const FIRMS = 5;

interface Contestant {
  readonly shape: Shape;
  readonly size: 5 | 20;
  readonly firms: readonly BenchFirm[];
  readonly relay: BenchProcess;
  readonly worker: BenchProcess;
  finished(): Promise<number>;
}

/**
 * Executions a second of a burst: the leads are committed while the shape's relay is stopped (SIGSTOP), so making them costs
 * no shape anything; the clock runs from its release to the last receipt. Rounds alternate between the shapes.
 */
export async function measureExecutions(
  servers: BenchServers,
  bench: BenchDb,
  options: ExecutionsOptions,
): Promise<ExecutionsResult> {
  const owner = new pg.Pool({ connectionString: servers.urls.owner, max: 4 });
  await owner.query(CREATE_RECEIPTS);
  await owner.query(
    `create table if not exists public.bench_firm (firm_id uuid primary key, input jsonb not null);
     grant select on public.bench_firm to app_rw`,
  );
  const firmsOf = new Map<string, BenchFirm[]>();
  for (const size of [5, 20] as const) {
    for (const shape of SHAPES) firmsOf.set(`${shape} ${size}`, await firmsFor(bench, owner, shape, size));
  }
  const product = await startProduct(servers);
  const handWorker = await servers.start('hand-written worker', 'tests/bench/hand-written/worker.ts', {
    BUILD_ID: 'none',
  });
  const handRelay = await servers.start('hand-written relay', 'tests/bench/hand-written/relay.ts');

  const contestant = (shape: Shape, size: 5 | 20): Contestant => {
    const firms = firmsOf.get(`${shape} ${size}`) ?? [];
    const ids = firms.map((firm) => firm.firmId);
    const sql =
      shape === 'automation'
        ? `select count(*) from app.enrolment where firm_id = $1 and status = 'ended'`
        : `select count(*) from public.bench_receipt where firm_id = $1 and n = ${size === 5 ? 3 : 19}`;
    return {
      shape,
      size,
      firms,
      relay: shape === 'automation' ? product.relay : handRelay,
      worker: shape === 'automation' ? product.worker : handWorker,
      async finished() {
        let sum = 0;
        for (const id of ids) sum += await countAs(owner, id, sql);
        return sum;
      },
    };
  };
  const contestants = ([5, 20] as const).flatMap((size) => SHAPES.map((shape) => contestant(shape, size)));
  // one round that does not count: code is compiled, pools are open, caches are warm
  for (const each of contestants) await burst(servers, each, 20);

  const rounds = new Map<Contestant, Burst[]>(contestants.map((each) => [each, []]));
  for (let i = 0; i < options.rounds; i++) {
    for (const each of i % 2 === 0 ? contestants : contestants.toReversed()) {
      const done = await burst(servers, each, options.executions[each.size]);
      rounds.get(each)?.push(done);
      options.log(
        `round ${i + 1}: ${each.shape}, ${each.size} steps: ${round(done.perSecond)}/s, CPU ${round(done.ownMs)} + ${round(done.serversMs)} ms`,
      );
    }
  }
  const shapes: ShapeResult[] = [];
  for (const each of contestants) {
    const latencies = await paced(each, options.paced, owner);
    shapes.push({
      shape: each.shape,
      size: each.size,
      perSecond: (rounds.get(each) ?? []).map((done) => done.perSecond),
      cpuMs: {
        own: (rounds.get(each) ?? []).map((done) => done.ownMs),
        servers: (rounds.get(each) ?? []).map((done) => done.serversMs),
      },
      latencyMs: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95), n: latencies.length },
    });
    options.log(`${each.shape}, ${each.size} steps: p50 ${round(quantile(latencies, 0.5))} ms`);
  }
  const memory = memoryOf(servers.running);
  await owner.end();
  return { shapes, ratios: ratiosOf(shapes), memory };
}

async function firmsFor(bench: BenchDb, owner: pg.Pool, shape: Shape, size: 5 | 20): Promise<BenchFirm[]> {
  const firms: BenchFirm[] = [];
  for (let i = 0; i < FIRMS; i++) {
    const firm = await buildFirm(bench);
    if (shape === 'automation') {
      await publish(firm, automationOf(size));
    } else {
      // in the place of the automations' consumer: an event of this firm costs one lane, as it does the product
      await firm.run(async (ctx) => {
        await ctx.em.query(`update spine.consumer set retired_at = clock_timestamp() where firm_id = $1`, [
          firm.firmId,
        ]);
        await ctx.em.query(`insert into spine.consumer (firm_id, name) values ($1, $2)`, [
          firm.firmId,
          CONSUMERS[shape],
        ]);
      });
      await owner.query(`insert into public.bench_firm values ($1, $2)`, [
        firm.firmId,
        { ownerId: firm.ownerId, size },
      ]);
    }
    firms.push(firm);
  }
  return firms;
}

interface Burst {
  readonly perSecond: number;
  /** CPU ms an execution */
  readonly ownMs: number;
  readonly serversMs: number;
}

async function burst(servers: BenchServers, each: Contestant, executions: number): Promise<Burst> {
  const share = Math.ceil(executions / each.firms.length);
  const before = await each.finished();
  process.kill(each.relay.pid, 'SIGSTOP');
  for (const firm of each.firms) {
    const people = await buildPeople(firm, share, `burst-${Date.now()}`);
    await inTurns(people.length, 8, (i) => makeLead(firm, people[i] ?? ''));
  }
  const own = [each.relay, each.worker];
  const others = servers.running.filter(({ name }) => ['postgres', 'temporal', 'sandbox'].includes(name));
  const cpu = (processes: readonly BenchProcess[]): number =>
    [...cpuOf(processes).values()].reduce((sum, ms) => sum + ms, 0);
  const [ownBefore, othersBefore] = [cpu(own), cpu(others)];
  const startMs = performance.now();
  process.kill(each.relay.pid, 'SIGCONT');
  const wanted = before + share * each.firms.length;
  while ((await each.finished()) < wanted) {
    if (performance.now() - startMs > 180_000)
      throw new Error(`${each.shape}: ${(await each.finished()) - before} of ${executions} ended in 3 min`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const done = share * each.firms.length;
  return {
    perSecond: done / ((performance.now() - startMs) / 1000),
    ownMs: (cpu(own) - ownBefore) / done,
    serversMs: (cpu(others) - othersBefore) / done,
  };
}

/** One lead at a time, each when the one before has ended; ms from the event's row to the acceptance of its first e-mail. */
async function paced(each: Contestant, count: number, owner: pg.Pool): Promise<number[]> {
  const latencies: number[] = [];
  for (let i = 0; i < count; i++) {
    const firm = each.firms[i % each.firms.length];
    if (!firm) throw new Error('no firm');
    const [personId = ''] = await buildPeople(firm, 1, `paced-${Date.now()}-${i}`);
    const before = await each.finished();
    await makeLead(firm, personId);
    while ((await each.finished()) === before) await new Promise((resolve) => setTimeout(resolve, 10));
    latencies.push(
      await countAs(
        owner,
        firm.firmId,
        `select extract(epoch from min(d.settled_at) - min(e.created_at)) * 1000 as count
           from app.delivery d, spine.event e
          where d.firm_id = $1 and e.firm_id = $1 and d.person_id = '${personId}' and e.subject_id = d.person_id
            and e.kind = 'lead.created'`,
      ),
    );
  }
  return latencies;
}

/** the walls bind the owner too: each firm is asked in its own context */
async function countAs(owner: pg.Pool, firmId: string, sql: string): Promise<number> {
  const client = await owner.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('app.firm_id', $1, true), set_config('app.books', '*', true)`, [
      firmId,
    ]);
    const { rows } = await client.query<{ count: string }>(sql, [firmId]);
    await client.query('commit');
    return Number(rows[0]?.count ?? 0);
  } finally {
    client.release();
  }
}

function ratiosOf(shapes: readonly ShapeResult[]): ExecutionsResult['ratios'] {
  return ([5, 20] as const).flatMap((size) => {
    const own = shapes.find((each) => each.size === size && each.shape === 'automation')?.perSecond ?? [];
    return shapes
      .filter((each) => each.size === size && each.shape !== 'automation')
      .map((other) => ({
        size,
        to: other.shape,
        ratio: median(own.map((perSecond, i) => perSecond / (other.perSecond[i] ?? NaN))),
      }));
  });
}
