import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Who } from '@rap/database/tenancy/context';
import type { LiveNews } from '@rap/database/spine/event-bell';
import { LiveEars } from '@rap/database/spine/live-ears';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';

/** An open screen. */
export interface LiveScreen {
  /** who looks, with the books they may see now */
  who(): Who;
  changed(personId: string, kinds: readonly string[]): void;
  /** something may have been missed: fetch everything again */
  refetch(): void;
  /** the process stops: the browser comes back to another one */
  end(): void;
}

/** Passes news on to the open screens of this process, each only what it may see. One connection listens for all of them. */
@Injectable()
export class LiveHub implements OnModuleDestroy {
  private readonly db: TenantDb;
  private readonly ears: LiveEars;
  private readonly screens = new Set<LiveScreen>();
  private listening: Promise<void> | undefined;
  private stopping = false;

  constructor(@Inject(SETTINGS) settings: Settings, db: TenantDb) {
    this.db = db;
    this.ears = new LiveEars(settings.DATABASE_URL, {
      hear: (news) => void this.pass(news),
      missed: () => {
        for (const screen of this.screens) screen.refetch();
      },
    });
  }

  /** Answers when news can be heard. */
  async ready(): Promise<void> {
    this.listening ??= this.ears.start();
    try {
      await this.listening;
    } catch (error) {
      this.listening = undefined; // the next screen tries again
      throw error;
    }
  }

  /** The screen stays until it is removed. One that comes while the process stops is ended at once: nobody would end it later. */
  add(screen: LiveScreen): void {
    if (this.stopping) screen.end();
    else this.screens.add(screen);
  }

  remove(screen: LiveScreen): void {
    this.screens.delete(screen);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    for (const screen of this.screens) screen.end();
    this.screens.clear();
    await this.ears.stop();
  }

  private async pass(news: LiveNews): Promise<void> {
    const screens = [...this.screens].filter((screen) => screen.who().firmId === news.firmId);
    if ('all' in news) {
      for (const screen of screens) screen.refetch();
      return;
    }
    // those who see the same are asked for once
    const alike = Map.groupBy(screens, (screen) => String(screen.who().books));
    for (const group of alike.values()) {
      try {
        const seen = await this.seenBy(
          group[0]?.who(),
          news.people.map(([personId]) => personId),
        );
        for (const [personId, kinds] of news.people) {
          if (seen.has(personId)) for (const screen of group) screen.changed(personId, kinds);
        }
      } catch {
        // who may see them cannot be found out: nothing is said, and what they show is fetched again
        for (const screen of group) screen.refetch();
      }
    }
  }

  /** Of these people, those that somebody may see, by the same wall as every other reading. */
  private async seenBy(who: Who | undefined, personIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (!who) return new Set();
    const rows: { id: string }[] = await this.db.run(who, (ctx) =>
      ctx.em.query(`select id from app.person where firm_id = $1 and id = any($2)`, [ctx.firmId, personIds]),
    );
    return new Set(rows.map(({ id }) => id));
  }
}
