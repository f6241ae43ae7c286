import { dictionary } from '@zxcvbn-ts/language-common';

/** NIST SP 800-63B, 3.1.1.2: length and a list of known passwords; no rules of composition, no expiry. */
const MIN_LENGTH = 12;
const MIN_DIFFERENT = 5;
const MIN_NAME = 4;
const COMMON = new Set(dictionary['passwords-common']);

export type PasswordFault = { readonly code: string; readonly message: string };

/** What is wrong with a new password, or undefined. `about` holds the address and the names that must not be its whole secret. */
export function passwordFault(
  password: string,
  about: { readonly email?: string; readonly names?: readonly string[] },
): PasswordFault | undefined {
  if (Array.from(password).length < MIN_LENGTH) {
    return { code: 'too_short', message: `Use at least ${MIN_LENGTH} characters, e.g. four words.` };
  }
  if (/^\d+$/.test(password) || new Set(password.toLowerCase()).size < MIN_DIFFERENT) {
    return {
      code: 'too_simple',
      message: 'It is digits alone, or repeats a few characters: use others too.',
    };
  }
  const plain = fold(password);
  const core = plain.replaceAll(/^[^a-z]+|[^a-z]+$/g, '');
  if (COMMON.has(password.toLowerCase()) || COMMON.has(plain) || COMMON.has(core)) {
    return { code: 'common', message: 'It is one of the passwords that are tried first: use another.' };
  }
  const own = [about.email?.split('@')[0] ?? '', ...(about.email?.split('@')[1]?.split('.') ?? [])];
  const words = [...own, ...(about.names ?? []).flatMap((name) => [name, ...name.split(/\s+/)])];
  const found = words.map(fold).find((word) => word.length >= MIN_NAME && plain.includes(word));
  if (found) {
    return {
      code: 'names_you',
      message: 'It holds your address, your name or that of your firm: leave them out.',
    };
  }
  return undefined;
}

/** What people write instead of letters is read as the letters: an attacker does the same. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};
const fold = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/(?<=[a-z])[013457@$](?=.*[a-z])/g, (sign) => LOOKS_LIKE[sign] ?? sign)
    .replaceAll(/[\s._-]/g, '');
