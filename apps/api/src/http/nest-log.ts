import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@rap/providers/operations/log';

/** Nest's own words in our log: its last argument names the part that speaks. */
export class NestLog implements LoggerService {
  private readonly to: Logger;

  constructor(to: Logger) {
    this.to = to;
  }

  log(message: unknown, ...more: unknown[]): void {
    this.to.debug(lineOf(message, more));
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.to.warn(lineOf(message, more));
  }

  error(message: unknown, ...more: unknown[]): void {
    this.to.error(lineOf(message, more));
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.to.fatal(lineOf(message, more));
  }
}

function lineOf(message: unknown, more: readonly unknown[]): Record<string, unknown> {
  const part = more.findLast((item) => typeof item === 'string' && !item.includes('\n'));
  const about = part ? { part } : {};
  if (message instanceof Error) return { ...about, err: message };
  if (typeof message === 'object' && message !== null) return { ...about, ...message };
  return { ...about, msg: String(message) };
}
