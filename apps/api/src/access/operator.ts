/** A platform operator: an identity outside firms, signed in with password and code. */
export interface Operator {
  readonly identityId: string;
  readonly sessionHash: Buffer;
}
