import pg from 'pg';
import { EVENT_CHANNEL } from '@rap/database/spine/event-bell';

const AGAIN_MS = 1_000;

/** Hears the bell that rings after commits which wrote events. */
export interface Ears {
  end(): Promise<void>;
}

/**
 * Listens on a connection of its own, and on a new one when that is lost: without it every event would wait for the relay's
 * poll until the process is started again. Rings once when it hears again, for what it may have missed.
 */
export function listenForEvents(url: string, ring: () => void, onError: (error: unknown) => void): Ears {
  let ended = false;
  let client: pg.Client | undefined;
  let waiting: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url });
    client = fresh;
    fresh.on('notification', ring);
    fresh.on('error', onError);
    fresh.once('end', again);
    await fresh.connect();
    await fresh.query(`listen ${EVENT_CHANNEL}`);
    ring();
  };
  const start = (): void => {
    connect().catch((error: unknown) => {
      onError(error);
      again();
    });
  };
  const again = (): void => {
    if (ended || waiting) return;
    waiting = setTimeout(() => {
      waiting = undefined;
      start();
    }, AGAIN_MS);
  };
  start();

  return {
    async end() {
      ended = true;
      clearTimeout(waiting);
      await client?.end().catch(onError);
    },
  };
}
