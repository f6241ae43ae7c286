import { codeAt } from '@rap/database/identity/totp';

const STEP_MS = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** within so long a request is answered, also on a busy machine */
const SOON_MS = 4_000;

/** An authenticator app: each code it shows is newer than the one before, so that a test need not wait for the next step. */
export class Authenticator {
  private readonly secret: Buffer;
  private shown = 0;

  constructor(base32: string) {
    const bits = Array.from(base32)
      .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
      .join('');
    this.secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  }

  /** The secret, to look for it where it must not be. */
  get hex(): string {
    return this.secret.toString('hex');
  }

  /**
   * From the step before this one on: at most three within one step are good. The first is good for no longer than the step
   * lasts, and it is the machine's clock that the API reads: near the end of a step it is waited for the next.
   */
  next(): string {
    const leftMs = STEP_MS - (Date.now() % STEP_MS);
    if (this.shown === 0 && leftMs < SOON_MS)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, leftMs);
    const step = Date.now() - STEP_MS + this.shown * STEP_MS;
    this.shown += 1;
    return codeAt(this.secret, step);
  }
}
