import type { Email } from 'postal-mime';

/** Every value of a header, in document order, unfolded. */
export function headerValues(mail: Pick<Email, 'headers'>, name: string): string[] {
  return mail.headers.filter((header) => header.key === name).map((header) => header.value.trim());
}

/** The first value of a header; undefined when the message has none. */
export function headerValue(mail: Pick<Email, 'headers'>, name: string): string | undefined {
  return headerValues(mail, name)[0];
}

/** The Message-IDs in a text, with their angle brackets, in order. */
export function messageIdsIn(text: string | undefined): string[] {
  return text?.match(/<[^<>\s]+>/g) ?? [];
}
