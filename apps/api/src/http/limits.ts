import type { Allowance, Allowances } from '@rap/database/allowance/allowances';
import { ProblemError } from './problem-error.ts';

const MINUTE_S = 60;
const HOUR_S = 3_600;

const KEY_REQUESTS: Allowance = { kind: 'key_request', most: 600, withinSeconds: MINUTE_S };
/** Of one network, whatever the accounts: who tries a list of passwords goes through many. */
const FAILURES: Allowance = { kind: 'sign_in_failure', most: 100, withinSeconds: HOUR_S };
/** Links of letters and tickets that nobody was given; apart from the sign-ins, which they do not close. */
const WRONG_LINKS: Allowance = { kind: 'link_failure', most: 100, withinSeconds: HOUR_S };
/** A page that fails in a circle must not fill the logs. */
const BROWSER_FAULTS: Allowance = { kind: 'browser_fault', most: 60, withinSeconds: HOUR_S };
/** Each asks a dozen names of servers that are not ours. */
const DOMAIN_CHECKS: Allowance = { kind: 'domain_check', most: 20, withinSeconds: 5 * MINUTE_S };
/** So that nobody's mailbox is filled, were it by a page that asks in a circle. */
const TEST_MESSAGES: Allowance = { kind: 'test_message', most: 20, withinSeconds: HOUR_S };
/** A page of the Temporal UI decodes some hundred payloads. */
const PAYLOADS = (most: number): Allowance => ({ kind: 'codec', most, withinSeconds: MINUTE_S });

/**
 * Letters that one may cause. To one address three an hour from one network, so that somebody elsewhere does not use up what
 * its owner may ask for, and ten from all of them, so that nobody's mailbox is filled.
 */
const RESETS_OF_NETWORK: Allowance = { kind: 'reset_network', most: 20, withinSeconds: HOUR_S };
const RESETS_OF_PAIR: Allowance = { kind: 'reset_pair', most: 3, withinSeconds: HOUR_S };
const RESETS_TO_ADDRESS: Allowance = { kind: 'reset_address', most: 10, withinSeconds: HOUR_S };

/** How often somebody may ask before they are known well enough to be trusted, counted by every process together. */
export class Limits {
  private readonly allowances: Allowances;

  constructor(allowances: Allowances) {
    this.allowances = allowances;
  }

  async takeKeyRequest(keyId: string): Promise<void> {
    if (!(await this.allowances.take(KEY_REQUESTS, keyId)))
      throw tooMany('This key asks too often', 'Ask at most 600 times a minute.');
  }

  /** Before a sign-in: throws when too many from this network have failed. */
  async checkNetwork(network: string): Promise<void> {
    if (await this.allowances.isSpent(FAILURES, network))
      throw tooMany('Too many failed sign-ins from your network', 'Wait an hour.');
  }

  async noteFailure(network: string): Promise<void> {
    await this.allowances.take(FAILURES, network);
  }

  /** Looks at what a link or a ticket opens; a refusal of it counts against the network that sent it. */
  async whileLinksAreRight<T>(network: string, look: () => Promise<T | undefined>): Promise<T | undefined> {
    if (await this.allowances.isSpent(WRONG_LINKS, network))
      throw tooMany('Too many links that are not good from your network', 'Wait an hour.');
    const opened = await look();
    if (opened === undefined) await this.allowances.take(WRONG_LINKS, network);
    return opened;
  }

  /** False when it is too many letters; the one who asks is not told, for that would tell that there is an account. */
  async allowsReset(email: string, network: string): Promise<boolean> {
    const address = email.trim().toLowerCase();
    return (
      (await this.allowances.take(RESETS_OF_NETWORK, network)) &&
      (await this.allowances.take(RESETS_OF_PAIR, `${address}|${network}`)) &&
      (await this.allowances.take(RESETS_TO_ADDRESS, address))
    );
  }

  async takeBrowserFault(network: string): Promise<void> {
    if (!(await this.allowances.take(BROWSER_FAULTS, network)))
      throw tooMany('Too many faults from your network', 'Wait an hour.');
  }

  async takeDomainCheck(firmId: string): Promise<void> {
    if (!(await this.allowances.take(DOMAIN_CHECKS, firmId)))
      throw tooMany('The domain was checked too often', 'Records change slowly: wait five minutes.');
  }

  async takeTestMessage(userId: string): Promise<void> {
    if (!(await this.allowances.take(TEST_MESSAGES, userId)))
      throw tooMany('Too many tests', 'Twenty an hour are the most: wait a while.');
  }

  async takePayloads(sessionId: string, payloads: number, perMinute: number): Promise<void> {
    if (!(await this.allowances.take(PAYLOADS(perMinute), sessionId, Math.max(1, payloads))))
      throw tooMany('Too many requests', 'Wait a minute.');
  }
}

const tooMany = (title: string, detail: string): ProblemError =>
  new ProblemError(429, 'too_many_requests', title, { detail });
