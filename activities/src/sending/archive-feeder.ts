import type { DeliveryEntity } from '@rap/database/delivery/delivery.entity';
import { noteArchived, owedToArchive } from '@rap/database/delivery/archive-ledger';
import { firmSettings } from '@rap/database/firm/firm-settings';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { Channels } from './channels.ts';
import { openContent, type Content } from './content.ts';

interface Owed {
  readonly row: DeliveryEntity;
  readonly content: Content;
  readonly to: string;
  readonly domain: string;
}

/**
 * Feeds a firm's archive with a copy of whatever left. What is owed stands in the delivery, so a copy that fails is tried
 * again by the next message and by the hourly round. A copy may arrive twice, with one Message-ID; it is never left out.
 */
export class ArchiveFeeder {
  private readonly db: TenantDb;
  private readonly channels: Channels;
  private readonly onError: (error: unknown) => void;
  private readonly running = new Map<string, Promise<void>>();

  constructor(db: TenantDb, channels: Channels, onError: (error: unknown) => void) {
    this.db = db;
    this.channels = channels;
    this.onError = onError;
  }

  /** Feeds soon, beside what the caller does: no message waits for its copy. */
  wake(who: Who): void {
    const before = this.running.get(who.firmId) ?? Promise.resolve();
    const next = before
      .then(() => this.feed(who))
      .then(() => undefined, this.onError)
      .finally(() => {
        if (this.running.get(who.firmId) === next) this.running.delete(who.firmId);
      });
    this.running.set(who.firmId, next);
  }

  /** Resolves when nothing is being fed; asked before a worker ends. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values());
  }

  /** Hands over what is owed, one page. Answers how many copies the archive took. */
  async feed(who: Who): Promise<number> {
    const owed = await this.db.run(who, owedCopies);
    let taken = 0;
    for (const { row, content, to, domain } of owed) {
      const handOver = await this.channels.archive({ row, content, to, domain });
      // the rest would fail the same way, and slower
      if (handOver.outcome !== 'accepted')
        throw new Error(`the archive did not take its copy: ${handOver.error.code}`);
      await this.db.run(who, (ctx) => noteArchived(ctx, row.id));
      taken += 1;
    }
    return taken;
  }
}

async function owedCopies(ctx: FirmContext): Promise<Owed[]> {
  const { archiveAddress, emailDomain } = await firmSettings(ctx);
  // an archive that is being replaced: the copies wait for the new one
  if (!archiveAddress || !emailDomain) return [];
  const copies: Owed[] = [];
  for (const row of await owedToArchive(ctx)) {
    copies.push({ row, content: await openContent(ctx, row), to: archiveAddress, domain: emailDomain });
  }
  return copies;
}
