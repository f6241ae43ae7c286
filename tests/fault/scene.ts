// What every round plays in: the ground, the firm, the people, and the world outside.
import pg from 'pg';
import { RelayDb } from '@rap/database/spine/relay-db';
import { sleep } from '../../scripts/lib/processes.mjs';
import { FaultFirm } from './firm.ts';
import { Ground } from './ground.ts';
import { People, type Lead } from './people.ts';
import type { Random } from './random.ts';
import { WorldOutside } from './world-outside.ts';

const PATIENCE_MS = 120_000;

export interface SceneOptions {
  /** people who come in each round */
  readonly people: number;
  readonly random: Random;
  readonly log: (line: string) => void;
}

export class Scene {
  readonly options: SceneOptions;
  readonly ground: Ground;
  /** what does not belong to one person */
  readonly faults: string[] = [];
  /** who stands at the boundary: `<boundary> <run>` */
  standing = new Set<string>();
  /** people whose runs a restore of Postgres took back: by their address */
  readonly takenBack = new Set<string>();
  /** people before this one are done with and compared */
  verified = 0;
  firm!: FaultFirm;
  outside!: WorldOutside;
  people!: People;

  constructor(options: SceneOptions) {
    this.options = options;
    this.ground = new Ground({
      onArrival: ({ at, subject }) => this.standing.add(`${at} ${subject}`),
      log: options.log,
    });
  }

  async open(): Promise<void> {
    await this.ground.open();
    this.firm = new FaultFirm(this.ground);
    await this.firm.open();
    this.outside = new WorldOutside(this.ground.sandbox.url, this.ground.apiUrl);
    this.people = new People(this.firm, this.outside);
  }

  async close(): Promise<void> {
    await this.people?.stop();
    await this.firm?.close();
    await this.ground.close();
  }

  /** people who were not compared yet */
  batch(): readonly Lead[] {
    return this.people.leads.slice(this.verified);
  }

  async endedRuns(): Promise<number> {
    const emails = this.batch().map((lead) => lead.email);
    const [row] = await this.again(() =>
      this.firm.rows<{ ended: number }>(
        `select count(*)::int as ended from app.enrolment e join app.person_email m on m.firm_id = e.firm_id and m.person_id = e.person_id
          where e.firm_id = $1 and e.status = 'ended' and m.address_norm = any ($2)`,
        [this.firm.firmId, emails],
      ),
    );
    return row?.ended ?? 0;
  }

  /** Whether these people's runs all wait for something to happen. */
  async allWait(leads: readonly Lead[]): Promise<boolean> {
    const [row] = await this.firm.rows<{ waiting: number }>(
      `select count(*)::int as waiting from app.enrolment e join app.person_email m on m.firm_id = e.firm_id and m.person_id = e.person_id
        where e.firm_id = $1 and e.why = 'event' and m.address_norm = any ($2)`,
      [this.firm.firmId, leads.map((lead) => lead.email)],
    );
    return row?.waiting === leads.length;
  }

  async openRuns(): Promise<number> {
    return this.batch().length - (await this.endedRuns());
  }

  /** Every person did what is theirs, every run ended, every event was handed over. */
  async isOver(): Promise<boolean> {
    // who was taken back may have nothing left to answer
    const done = (lead: Lead): boolean => lead.reacted || this.takenBack.has(lead.email);
    if (this.batch().some((lead) => !lead.thanked || !done(lead))) return false;
    if ((await this.openRuns()) > 0) return false;
    const pool = new pg.Pool({ connectionString: this.ground.databaseUrl('app_relay'), max: 1 });
    try {
      return (await new RelayDb(pool).lag()).length === 0;
    } finally {
      await pool.end();
    }
  }

  /** Waits with patience; what does not come is a fault, and the run goes on to say what else it finds. */
  async until(what: string, ready: () => Promise<boolean>, patienceMs: number = PATIENCE_MS): Promise<void> {
    for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(100)) {
      if (await ready().catch(() => false)) return;
    }
    this.faults.push(`not within ${patienceMs / 1000} s: ${what}`);
    this.options.log(`not within ${patienceMs / 1000} s: ${what}`);
  }

  private async again<T>(ask: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask();
      } catch (error) {
        if (attempt > 100) throw error;
        await sleep(100);
      }
    }
  }
}
