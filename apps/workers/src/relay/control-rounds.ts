import { runIdOf, type Control } from '@rap/contracts/automation/run';
import { leaseDueControls, settleControl } from '@rap/database/enrolment/control-queue';
import type { RelayDb } from '@rap/database/spine/relay-db';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';

const EVERY_MS = 1_000;
const PAGE = 50;

/** Hands a control to a run. */
export interface RunSteerer {
  control(workflowId: string, control: Control): Promise<{ n: number } | 'gone' | 'stale'>;
}

/**
 * Hands over the controls whose time has come: those of a whole automation, spread over time by their rows, and those whose
 * author could not reach Temporal. One that fails comes again after its lease.
 */
export class ControlRounds {
  private readonly db: TenantDb;
  private readonly relayDb: Pick<RelayDb, 'firmsWithDueControls'>;
  private readonly runs: RunSteerer;
  private readonly onError: (error: unknown) => void;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    db: TenantDb,
    relayDb: Pick<RelayDb, 'firmsWithDueControls'>,
    runs: RunSteerer,
    onError: (error: unknown) => void,
  ) {
    this.db = db;
    this.relayDb = relayDb;
    this.runs = runs;
    this.onError = onError;
  }

  /** One round after the other. */
  start(everyMs = EVERY_MS): void {
    this.timer = setInterval(() => {
      this.running ??= this.round()
        .catch(this.onError)
        .finally(() => {
          this.running = undefined;
        });
    }, everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async round(): Promise<void> {
    for (const firmId of await this.relayDb.firmsWithDueControls()) {
      const who = {
        firmId,
        actor: 'system:relay',
        books: '*',
        correlationId: `controls:${firmId}`,
      } as const;
      for (const { rowId, enrolmentId, control } of await this.db.run(who, (ctx) =>
        leaseDueControls(ctx, PAGE),
      )) {
        try {
          const taken = await this.runs.control(runIdOf({ firmId, enrolmentId }), control);
          const outcome = typeof taken === 'string' ? taken : 'taken';
          await this.db.run(who, (ctx) => settleControl(ctx, rowId, outcome));
        } catch (error) {
          this.onError(error);
        }
      }
    }
  }
}
