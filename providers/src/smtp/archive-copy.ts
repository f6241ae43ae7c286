import MailComposer from 'nodemailer/lib/mail-composer';

export interface ArchiveCopy {
  readonly from: string;
  readonly to: string;
  /** the same for every try: an archive that gets it twice keeps it once */
  readonly messageId: string;
  readonly sentAtMs: number;
  /** what is known of the sending besides the message: address, channel, delivery, provider, outcome */
  readonly envelope: Readonly<Record<string, string>>;
  /** the message as it left: the bytes of an e-mail, or the words of a text */
  readonly message: { readonly raw: Buffer } | { readonly text: string };
}

/** A journal message: what is known of the sending as text, and the message itself, unchanged, attached or below. */
export function buildArchiveCopy(copy: ArchiveCopy): Promise<Buffer> {
  const lines = Object.entries(copy.envelope).map(([name, value]) => `${name}: ${value}`);
  const { message } = copy;
  const text = 'text' in message ? [...lines, '', message.text] : lines;
  return new MailComposer({
    from: copy.from,
    to: copy.to,
    subject: `Archive copy ${copy.messageId.slice(1, -1)}`,
    messageId: copy.messageId,
    date: new Date(copy.sentAtMs),
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: text.join('\n'),
    ...('raw' in message
      ? {
          attachments: [
            // base64: a relay that wraps lines would change the copy
            {
              content: message.raw,
              contentType: 'message/rfc822',
              filename: 'message.eml',
              contentTransferEncoding: 'base64' as const,
            },
          ],
        }
      : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  })
    .compile()
    .build();
}
