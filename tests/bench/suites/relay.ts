import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { buildFirm, buildPeople, inTurns, type BenchDb } from '../firm.ts';
import type { BenchServers } from '../servers.ts';
import { round } from '../statistics.ts';

export interface RelayResult {
  readonly relays: number;
  readonly events: number;
  readonly eventsPerSecond: number;
  /** hand-overs that came before an earlier event of the same person; has to be 0 */
  readonly outOfOrder: number;
  readonly lost: number;
  readonly twice: number;
}

const SUBJECTS = 400;

/** Hand-overs a second by 1 to 4 relay processes, each hand-over being one row in a table of another pool. */
export async function measureRelay(
  servers: BenchServers,
  bench: BenchDb,
  options: { readonly eventsEach: number; readonly log: (line: string) => void },
): Promise<RelayResult[]> {
  const firm = await buildFirm(bench);
  const people = await buildPeople(firm, SUBJECTS, 'relay');
  await inTurns(people.length, 8, (i) =>
    firm.run((ctx) => {
      for (let n = 0; n < options.eventsEach; n++)
        ctx.emit({ subjectId: people[i] ?? '', kind: 'tag.added', payload: { tagId: firm.bookId } });
      return Promise.resolve();
    }),
  );
  const owner = new pg.Pool({ connectionString: servers.urls.owner, max: 2 });
  const relayRole = new pg.Pool({ connectionString: servers.urls.relay, max: 2 });
  await owner.query(
    `create table public.bench_handed (no bigserial primary key, subject_id uuid not null, seq bigint not null, relay text not null)`,
  );
  const results: RelayResult[] = [];
  for (const relays of [1, 2, 3, 4]) {
    await owner.query(`truncate public.bench_handed restart identity`);
    await relayRole.query(`update spine.lane set done_seq = 0, visible_at = 'infinity' where firm_id = $1`, [
      firm.firmId,
    ]);
    const children = await Promise.all(
      Array.from({ length: relays }, (_, i) => startRelay(servers, String(i))),
    );
    const startMs = performance.now();
    await relayRole.query(`update spine.lane set visible_at = now() where firm_id = $1`, [firm.firmId]);
    while (await somethingIsLeft(relayRole, firm.firmId))
      await new Promise((resolve) => setTimeout(resolve, 50));
    const seconds = (performance.now() - startMs) / 1000;
    const ended = children.map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(ended);
    const checked = await check(owner, relayRole, firm.firmId);
    results.push({ relays, ...checked, eventsPerSecond: checked.events / seconds });
    options.log(`${relays} relays: ${round(checked.events / seconds)} events/s`);
  }
  await relayRole.query(`update spine.lane set visible_at = 'infinity' where firm_id = $1`, [firm.firmId]);
  await Promise.all([owner.end(), relayRole.end()]);
  return results;
}

async function startRelay(servers: BenchServers, name: string) {
  const file = fileURLToPath(new URL('../relay-child.ts', import.meta.url));
  const child = spawn(process.execPath, [file, servers.urls.relay, servers.urls.owner, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function somethingIsLeft(relayRole: pg.Pool, firmId: string): Promise<boolean> {
  const { rows } = await relayRole.query(
    `select 1 from spine.lane where firm_id = $1 and head_seq > done_seq limit 1`,
    [firmId],
  );
  return rows.length > 0;
}

async function check(owner: pg.Pool, relayRole: pg.Pool, firmId: string) {
  const { rows: handed } = await owner.query<{ subject_id: string; seq: string }>(
    `select subject_id, seq from public.bench_handed order by no`,
  );
  const { rows: heads } = await relayRole.query<{ subject_id: string; head_seq: string }>(
    `select subject_id, head_seq from spine.subject where firm_id = $1`,
    [firmId],
  );
  const highest = new Map<string, number>();
  let [outOfOrder, twice] = [0, 0];
  for (const row of handed) {
    const [before, seq] = [highest.get(row.subject_id) ?? 0, Number(row.seq)];
    if (seq > before + 1) outOfOrder += 1;
    if (seq <= before) twice += 1;
    highest.set(row.subject_id, Math.max(before, seq));
  }
  const events = heads.reduce((sum, head) => sum + Number(head.head_seq), 0);
  return { events, outOfOrder, twice, lost: events - (handed.length - twice) };
}
