import { RateLimiterMemory } from 'rate-limiter-flexible';
import { ProblemError } from './problem-error.ts';

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** Requests of one key, a minute. Kept in each process. */
const KEY_PER_MINUTE = 600;
/** Failed sign-ins of one network, an hour, whatever the accounts: who tries a list of passwords goes through many. */
const FAILURES_PER_HOUR = 100;

/** How often somebody may ask before they are known well enough to be trusted. */
export class Limits {
  private readonly keys = new RateLimiterMemory({ points: KEY_PER_MINUTE, duration: MINUTE_S });
  private readonly failures = new RateLimiterMemory({ points: FAILURES_PER_HOUR, duration: HOUR_S });

  async takeKeyRequest(keyId: string): Promise<void> {
    try {
      await this.keys.consume(keyId);
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      throw tooMany('This key asks too often', 'Ask at most 600 times a minute.');
    }
  }

  /** Before a sign-in: throws when too many from this network have failed. */
  async checkNetwork(network: string): Promise<void> {
    const known = await this.failures.get(network);
    if (known && known.consumedPoints >= FAILURES_PER_HOUR)
      throw tooMany('Too many failed sign-ins from your network', 'Wait an hour.');
  }

  async noteFailure(network: string): Promise<void> {
    await this.failures.penalty(network);
  }
}

const tooMany = (title: string, detail: string): ProblemError =>
  new ProblemError(429, 'too_many_requests', title, { detail });
