import type { Logger } from './log.ts';

const DEADLINE_MS = 8_000;

/** Runs `stop` once on SIGTERM or SIGINT and ends the process; after the deadline it ends all the same. */
export function onStop(log: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const once = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      log.error('stopping took too long');
      process.exit(1);
    }, DEADLINE_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', once);
  process.on('SIGINT', once);
}
