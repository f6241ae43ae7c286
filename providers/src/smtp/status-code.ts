/**
 * Does an enhanced status code (RFC 3463) say that the recipient's address does not work, now and later? `5.1.x` speaks of
 * addresses, but `5.1.7` and `5.1.8` of ours; `5.2.1` is a closed mailbox, `5.4.4` a domain without mail. Other failures
 * (`5.7.1` policy, `5.2.2` mailbox full, `5.0.0` anything) say nothing about the address.
 */
export function saysAddressIsDead(status: string): boolean {
  return (
    (status.startsWith('5.1.') && !['5.1.7', '5.1.8'].includes(status)) || ['5.2.1', '5.4.4'].includes(status)
  );
}
