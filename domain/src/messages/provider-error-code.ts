/**
 * Why a provider did not do what was asked. Closed: who reads it can list every case.
 *
 * - `opted_out`: the recipient blocked us at the provider; the same as an opt-out given to us
 * - `address_invalid`, `unreachable`, `landline`: this address cannot be reached on this channel
 * - `filtered`, `not_registered`, `not_allowed`: the carrier or provider does not let this sender or content through
 * - `credentials`: our account at the provider is wrong; a person must mend it
 * - `rejected`: refused for good for another reason; `deferred`: refused for now
 * - `rate_limited`: too fast; wait `retryAfterMs`
 * - `provider_down`, `connection`, `timeout`: the provider failed, could not be reached, or did not answer
 */
export type ProviderErrorCode =
  | 'opted_out'
  | 'address_invalid'
  | 'unreachable'
  | 'landline'
  | 'filtered'
  | 'not_registered'
  | 'not_allowed'
  | 'credentials'
  | 'rejected'
  | 'deferred'
  | 'rate_limited'
  | 'provider_down'
  | 'connection'
  | 'timeout';
