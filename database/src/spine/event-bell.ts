export const EVENT_CHANNEL = 'spine_events';

/**
 * Rings for the relay after commits that wrote events: one NOTIFY per 20 ms and process at most, and never inside the
 * transaction, where it would serialise all commits of the cluster. A lost ring costs at most the relay's poll of a second.
 */
export class EventBell {
  private readonly query: (sql: string, parameters: string[]) => Promise<unknown>;
  private readonly onError: (error: unknown) => void;
  private armed = false;

  constructor(
    query: (sql: string, parameters: string[]) => Promise<unknown>,
    onError: (error: unknown) => void,
  ) {
    this.query = query;
    this.onError = onError;
  }

  ring(): void {
    if (this.armed) return;
    this.armed = true;
    setTimeout(() => {
      this.armed = false;
      this.query(`select pg_notify($1, '')`, [EVENT_CHANNEL]).catch(this.onError);
    }, 20).unref();
  }
}
