// In a child: asks the run's master at a boundary and stands there until it may go on, or until it is killed.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';

/** What the master says: stand at this boundary from now on, or (null) let everybody go. */
export interface FromMaster {
  readonly stopAt: string | null;
}

/** What a child says: this run stands at that boundary. */
export interface FromChild {
  readonly at: string;
  readonly subject: string;
}

let stopAt: string | null = null;
let standing: (() => void)[] = [];

process.on('message', (message: FromMaster) => {
  stopAt = message.stopAt;
  const freed = standing;
  standing = [];
  for (const go of freed) go();
});
// the master has died: a child of a fault run has nothing to do without it
process.on('disconnect', () => process.exit(1));

/** Stands here while the master holds this boundary. Costs nothing otherwise. */
export async function boundary(at: string, subject: string): Promise<void> {
  if (stopAt !== at) return;
  process.send?.({ at, subject } satisfies FromChild);
  await new Promise<void>((go) => {
    standing.push(go);
  });
}

interface Scope {
  readonly who: Who;
  /** what this transaction does, as far as its answer tells */
  name(answer: unknown): string | undefined;
}
const scopes = new AsyncLocalStorage<Scope>();

/** Says what a transaction does from whoever runs it, once when it begins, and then from its answer; undefined has no boundary. */
export type TransactionNamer = (who: Who) => (answer: unknown) => string | undefined;

/**
 * Puts boundaries around every transaction of `db` that has a name: `<name>.before-emit` (written, its events not yet) and
 * `<name>.after-commit`. Give the class's prototype where the object itself is out of reach.
 */
export function boundariesAround(db: TenantDb, namer: TransactionNamer): void {
  const run: TenantDb['run'] = Reflect.get(db, 'run');
  Object.defineProperty(db, 'run', {
    value: function (this: TenantDb, who: Who, work: (ctx: FirmContext) => Promise<unknown>) {
      return scopes.run({ who, name: namer(who) }, async () => {
        const answer = await run.call(this, who, async (ctx: FirmContext) => {
          const value = await work(ctx);
          await reach('before-emit', value);
          return value;
        });
        await reach('after-commit', answer);
        return answer;
      });
    },
  });
}

/** The boundary `<name>.before-commit` of the same transactions: everything is written, events too, and nothing is committed. */
export function boundariesBeforeCommit(dataSource: DataSource): void {
  const transaction: DataSource['transaction'] = Reflect.get(dataSource, 'transaction');
  Object.defineProperty(dataSource, 'transaction', {
    value: function (this: DataSource, work: (em: EntityManager) => Promise<unknown>) {
      const atTheEnd = async (em: EntityManager): Promise<unknown> => {
        const value = await work(em);
        await reach('before-commit', value);
        return value;
      };
      return Reflect.apply(transaction, this, [atTheEnd]);
    },
  });
}

async function reach(when: string, answer: unknown): Promise<void> {
  const scope = scopes.getStore();
  const name = scope?.name(answer);
  if (scope && name) await boundary(`${name}.${when}`, scope.who.correlationId);
}
