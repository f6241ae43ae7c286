import { RateLimiterMemory } from 'rate-limiter-flexible';

const HOUR_S = 3_600;

/** How many letters one may cause: three an hour to one address, twenty from one network. Kept in each process. */
export class ResetLimit {
  private readonly byAddress = new RateLimiterMemory({ points: 3, duration: HOUR_S });
  private readonly byNetwork = new RateLimiterMemory({ points: 20, duration: HOUR_S });

  /** False when it is too many; the one who asks is not told, for that would tell that there is an account. */
  async allows(email: string, network: string): Promise<boolean> {
    try {
      await this.byNetwork.consume(network);
      await this.byAddress.consume(email.trim().toLowerCase());
      return true;
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      return false;
    }
  }
}
