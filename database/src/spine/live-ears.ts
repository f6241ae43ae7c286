import pg from 'pg';
import { z } from 'zod';
import { LIVE_CHANNEL, type LiveNews } from './event-bell.ts';

const News = z.union([
  z.object({ firmId: z.uuid(), people: z.array(z.tuple([z.uuid(), z.array(z.string())])) }),
  z.object({ firmId: z.uuid(), all: z.literal(true) }),
]);
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

export interface LiveListener {
  hear(news: LiveNews): void;
  /** it listens again after it did not: whatever was said meanwhile was not heard */
  missed(): void;
}

/** One connection that listens for news, of its own (a pool or a proxy hands connections on), and comes back when it is lost. */
export class LiveEars {
  private readonly connectionString: string;
  private readonly listener: LiveListener;
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(connectionString: string, listener: LiveListener) {
    this.connectionString = connectionString;
    this.listener = listener;
  }

  /** Resolves when it listens for the first time; later losses are mended in the background. */
  async start(): Promise<void> {
    await this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.connectionString, keepAlive: true });
    let lost = false;
    const onLost = (): void => {
      if (lost) return;
      lost = true;
      if (this.client === client && !this.stopped) this.again(FIRST_WAIT_MS);
    };
    client.on('error', onLost);
    client.on('end', onLost);
    client.on('notification', ({ payload }) => {
      const news = News.safeParse(JSON.parse(payload ?? 'null'));
      if (news.success) this.listener.hear(news.data);
    });
    await client.connect();
    await client.query(`listen ${LIVE_CHANNEL}`);
    if (this.stopped) await client.end();
    else this.client = client;
  }

  private again(waitMs: number): void {
    this.retry = setTimeout(() => {
      this.connect().then(
        () => this.listener.missed(),
        () => {
          if (!this.stopped) this.again(Math.min(waitMs * 2, LONGEST_WAIT_MS));
        },
      );
    }, waitMs);
  }
}
