import { pino, type DestinationStream, type Level, type Logger } from 'pino';
import { scrub } from './scrub.ts';

export type { Logger } from 'pino';

/**
 * The log of one process: JSON lines of ids, names of states and numbers. What passes through it is scrubbed, so that a
 * careless line cannot give away a secret or a person.
 */
export function createLog(name: string, level: Level | 'silent', destination?: DestinationStream): Logger {
  const hooks = {
    // before pino looks at it: it takes the words of an error for the line's own, unasked
    logMethod(this: Logger, args: unknown[], method: (...args: unknown[]) => void): void {
      method.apply(
        this,
        args.map((arg) => scrub(arg instanceof Error ? { err: arg } : arg)),
      );
    },
  };
  return pino({ name, level, serializers: { err: (error: unknown) => error }, hooks }, destination);
}
