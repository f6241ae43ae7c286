import type { Mailbox, StoredMail } from './mailbox.ts';
import type { BounceInput, MailedBack, PersonMail, ReplyInput } from './person-mail.ts';
import { type Unsubscribed, unsubscribeByOneClick } from './unsubscribe.ts';

/** What can be done with a message, by page and by API alike; each leaves a line with the message. */
export interface MailActions {
  readonly mailbox: Mailbox;
  reply(stored: StoredMail, input: ReplyInput): Promise<MailedBack>;
  bounce(stored: StoredMail, input: BounceInput): Promise<MailedBack>;
  unsubscribe(stored: StoredMail): Promise<Unsubscribed>;
}

const REPLY_WORDS: Record<ReplyInput['kind'], string> = {
  reply: 'Reply sent',
  auto_reply: 'Automatic reply sent',
  forged: 'Forged reply sent',
};

export function createMailActions(
  mailbox: Mailbox,
  personMail: PersonMail,
  productOrigin: string,
): MailActions {
  const note = (stored: StoredMail, what: string): void => {
    stored.doings.unshift({ atMs: Date.now(), what });
  };
  const noteBack = (stored: StoredMail, words: string, back: MailedBack): MailedBack => {
    note(
      stored,
      `${words}. ${back.taken ? 'The product took it' : 'The product did not take it'}: ${back.answer}`,
    );
    return back;
  };
  return {
    mailbox,
    reply: async (stored, input) =>
      noteBack(stored, REPLY_WORDS[input.kind], await personMail.reply(stored, input)),
    bounce: async (stored, input) =>
      noteBack(stored, `Bounced with ${input.status}`, await personMail.bounce(stored, input)),
    async unsubscribe(stored) {
      const result = await unsubscribeByOneClick(stored, productOrigin);
      note(
        stored,
        result.done ? `Unsubscribed by one click. The product answered ${result.status}.` : result.why,
      );
      return result;
    },
  };
}
