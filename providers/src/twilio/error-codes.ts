import type { ProviderErrorCode } from '@rap/domain/messages/provider-error-code';

interface KnownError {
  readonly code: ProviderErrorCode;
  readonly message: string;
}

const NOT_REACHED: KnownError = { code: 'unreachable', message: 'The phone could not be reached.' };
const NOT_A_NUMBER: KnownError = { code: 'address_invalid', message: 'No text can be sent to this number.' };
const NOT_ALLOWED: KnownError = {
  code: 'not_allowed',
  message: 'Our account may not send texts to this number.',
};
const ACCOUNT: KnownError = { code: 'credentials', message: 'Twilio does not accept our account.' };
const UNREGISTERED: KnownError = {
  code: 'not_registered',
  message: 'Our number is not registered for business texts with the carriers.',
};

/** Twilio's error codes (https://www.twilio.com/docs/api/errors) that mean something to us. None is mended by sending again. */
const KNOWN: ReadonlyMap<number, KnownError> = new Map([
  [21610, { code: 'opted_out', message: 'This phone has opted out of texts from our number.' }],
  [21211, NOT_A_NUMBER],
  [21217, NOT_A_NUMBER],
  [21614, NOT_A_NUMBER],
  [30005, { code: 'unreachable', message: 'The number does not exist or is switched off for good.' }],
  [30003, NOT_REACHED],
  [30006, { code: 'landline', message: 'The number is a landline, or its carrier takes no texts.' }],
  [30004, { code: 'filtered', message: 'The phone or its carrier blocks our texts.' }],
  [30007, { code: 'filtered', message: 'A carrier filtered the text.' }],
  [30032, UNREGISTERED],
  [30034, UNREGISTERED],
  [30035, UNREGISTERED],
  [21408, NOT_ALLOWED],
  [21612, NOT_ALLOWED],
  [20003, ACCOUNT],
  [20005, ACCOUNT],
  [30002, ACCOUNT],
]);

/** What a Twilio error code means; any other is `rejected`. Used for a refused request and for a failed status alike. */
export function twilioError(code: number | undefined): KnownError {
  const known = code === undefined ? undefined : KNOWN.get(code);
  return known ?? { code: 'rejected', message: 'Twilio refused the text.' };
}
