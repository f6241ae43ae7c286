import { UNSENT_WORDS } from '@rap/domain/automation/definition/why-unsent';
import type { ProviderErrorCode } from '@rap/providers/outcome';
import { expect, test } from 'vitest';

/** Every code of the providers, by the type: one that is added and not named here does not compile. */
const CODES: Record<ProviderErrorCode, true> = {
  opted_out: true,
  address_invalid: true,
  unreachable: true,
  landline: true,
  filtered: true,
  not_registered: true,
  not_allowed: true,
  credentials: true,
  rejected: true,
  deferred: true,
  rate_limited: true,
  provider_down: true,
  connection: true,
  timeout: true,
};

test('whatever a provider says when it does not send has words for whoever asks why', () => {
  expect(Object.keys(CODES).filter((code) => !Object.hasOwn(UNSENT_WORDS, code))).toEqual([]);
});
