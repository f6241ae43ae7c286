import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

export type PhoneRead =
  | { readonly ok: true; readonly e164: string; readonly canText: boolean }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Number types that no text reaches. Where the plan cannot tell (most US numbers), the carrier's answer decides later. */
const NO_TEXTS = new Set([
  'FIXED_LINE',
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'UAN',
  'VOICEMAIL',
  'PAGER',
]);

/** Reads a phone number as a person writes it; numbers without a country code are US numbers. E.164 when it is one. */
export function readPhone(text: string): PhoneRead {
  const phone = parsePhoneNumberFromString(text, 'US');
  if (!phone) {
    return {
      ok: false,
      code: 'phone_unreadable',
      message: 'Give the number with area code, for example (216) 555-0143.',
    };
  }
  if (!phone.isValid()) {
    const message = 'No telephone can have this number. Check the area code and count ten digits.';
    return { ok: false, code: 'phone_impossible', message };
  }
  return { ok: true, e164: phone.number, canText: !NO_TEXTS.has(phone.getType() ?? '') };
}
