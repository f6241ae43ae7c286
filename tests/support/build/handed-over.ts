import type { RelayDb } from '@rap/database/spine/relay-db';

const PATIENCE_MS = 15_000;

/** Waits until every committed event was handed over. */
export async function handedOver(relayDb: RelayDb): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while ((await relayDb.lag()).length > 0) {
    if (performance.now() > deadline) throw new Error('events are left over');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
