export interface Typed {
  readonly channel: 'email' | 'sms';
  readonly address: string;
}

/** What was pasted, line by line, each once: with an @ it is an email, else a number. */
export function addressesIn(words: string): Typed[] {
  const lines = words
    .split(/[\n;]+|,\s*/)
    .map((line) => line.trim().replaceAll(/^["'<]+|["'>]+$/g, ''))
    .filter(Boolean);
  return [...new Set(lines)].map((address) => ({
    channel: address.includes('@') ? 'email' : 'sms',
    address,
  }));
}
