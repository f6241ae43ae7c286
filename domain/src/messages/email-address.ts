export type EmailRead =
  | { readonly ok: true; readonly address: string; readonly normalised: string }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** RFC 5321 limits: 64 octets before the @, 255 after, 254 in all. */
const SHAPE = /^[^\s@<>(),;:"[\]\\]{1,64}@([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/** Reads one e-mail address. `normalised` is lower case, as addresses are compared (providers' own dot rules are not guessed). */
export function readEmailAddress(text: string): EmailRead {
  const address = text.trim();
  if (!address.includes('@')) {
    return {
      ok: false,
      code: 'email_no_at',
      message: 'Add the @ and what follows it, for example maria@example.com.',
    };
  }
  if (!/@[^@]*\.[^.]+$/.test(address)) {
    return { ok: false, code: 'email_no_ending', message: 'Add the ending, for example .com.' };
  }
  if (address.length > 254 || !SHAPE.test(address) || address.includes('..') || /^\.|\.@/.test(address)) {
    return {
      ok: false,
      code: 'email_unreadable',
      message: 'This is not one e-mail address. Write it like maria@example.com.',
    };
  }
  return { ok: true, address, normalised: address.toLowerCase() };
}
