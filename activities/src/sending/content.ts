import { createHash } from 'node:crypto';
import type { Channel, Purpose } from '@rap/contracts/consent';
import type { TemplateWords } from '@rap/contracts/template';
import { TEMPLATE_VARIABLES } from '@rap/contracts/template-variables';
import type { ReplyThread } from '@rap/database/communication/reply-to';
import { writeUnsubscribeToken } from '@rap/database/consent/unsubscribe-token';
import type { DeliveryEntity } from '@rap/database/delivery/delivery.entity';
import type { FirmContext } from '@rap/database/tenancy/context';
import { countSegments, MAX_SEGMENTS } from '@rap/domain/messages/sms-segments';
import { withFooter } from '@rap/domain/templates/footer';
import { renderEmail, renderText } from '@rap/domain/templates/render';
import { templateValues } from '@rap/domain/templates/values';
import { buildRawMessage, messageIdOf } from '@rap/providers/smtp/message';
import { readLetterhead, type Letterhead } from '@rap/database/sending/letterhead';
import type { Recipient } from '@rap/database/sending/recipient';
import type { SendingIdentity } from './sending-identity.ts';

/** The wording: a template of a step, or what a person typed. */
export type Wording =
  | { readonly template: { readonly key: string; readonly version: number } }
  | { readonly text: TemplateWords };

export interface Draft {
  readonly deliveryId: string;
  readonly threadId: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly recipient: Recipient;
  readonly wording: Wording;
  /** `Auto-Submitted`: no person pressed send */
  readonly automatic: boolean;
  /** a user's test to their own address */
  readonly ownTest?: boolean;
  /** what it answers */
  readonly replyTo?: ReplyThread;
}

/** A message as it leaves; sealed with the delivery, so that a retry sends the very same. */
export type Content =
  | {
      readonly channel: 'email';
      readonly to: string;
      readonly envelopeFrom: string;
      readonly messageId: string;
      /** base64 of the exact bytes */
      readonly raw: string;
      readonly subject: string;
      readonly text: string;
    }
  | { readonly channel: 'sms'; readonly to: string; readonly from: string; readonly body: string };

export type Written =
  { readonly content: Content } | { readonly failed: { readonly code: string; readonly message: string } };

const failed = (code: string, message: string): Written => ({ failed: { code, message } });

/** Writes the message with the person's values as they stand now. */
export async function writeContent(
  ctx: FirmContext,
  identity: SendingIdentity,
  draft: Draft,
): Promise<Written> {
  const { wording, recipient } = draft;
  const asked = 'template' in wording ? wording.template : undefined;
  const letterhead = await readLetterhead(ctx, recipient.person?.id ?? null, asked);
  const { firm, settings, owner, zone } = letterhead;
  const text = 'text' in wording ? wording.text : letterhead.template;
  if (!text) return failed('template_gone', 'The template of this step is not there any more.');
  if (text.channel !== draft.channel)
    return failed('wrong_template', 'The template is one for another channel.');
  const context = {
    values: {
      ...(draft.ownTest ? TEMPLATE_VARIABLES : {}),
      ...templateValues({ ...letterhead, person: recipient.person }),
    },
    nowMs: ctx.now(),
    zone,
  };
  if (text.channel === 'sms') {
    if (!settings.smsFrom)
      return failed('no_number', 'Give the firm a number to text from, in its settings.');
    const body = renderText(text.body, context);
    const { segments } = countSegments(body);
    if (segments > MAX_SEGMENTS)
      return failed(
        'text_too_long',
        `It would take ${segments} texts, and ${MAX_SEGMENTS} are the most: shorten it.`,
      );
    return { content: { channel: 'sms', to: recipient.address, from: settings.smsFrom, body } };
  }
  if (!settings.emailDomain) return failed('no_mail_domain', 'Give the firm a mail domain, in its settings.');
  const unsubscribeUrl = `${identity.publicUrl}/u/${writeUnsubscribeToken(identity.linkKey, { firmId: ctx.firmId, deliveryId: draft.deliveryId })}`;
  const marketing = draft.purpose === 'marketing';
  // 15 U.S.C. 7704(a)(5): a commercial e-mail without a postal address may not be sent
  if (marketing && !firm.postalAddress)
    return failed(
      'no_postal_address',
      'Give the firm its postal address: every marketing email has to show it.',
    );
  const email = withFooter(renderEmail(text, context), {
    firmName: firm.name,
    postalAddress: firm.postalAddress ?? '',
    language: recipient.person?.language === 'es' ? 'es' : 'en',
    ...(marketing ? { unsubscribeUrl } : {}),
  });
  const subject = draft.ownTest ? `[Test] ${email.subject}` : email.subject;
  const messageId = messageIdOf(draft.deliveryId, settings.emailDomain);
  const message = {
    from: senderOf(firm, owner, settings.emailDomain),
    to: { name: nameOf(recipient), address: recipient.address },
    replyTo: {
      name: owner?.name ?? firm.name,
      address: identity.mailAddresses.write({ kind: 'reply', firmId: ctx.firmId, id: draft.threadId }),
    },
    subject,
    text: email.text,
    html: email.html,
    messageId,
    sentAtMs: ctx.now(),
    automatic: draft.automatic,
    ...(marketing ? { unsubscribe: { url: unsubscribeUrl } } : {}),
    ...threadingOf(draft.replyTo),
  };
  const raw = await buildRawMessage(message, identity.dkim?.(settings.emailDomain));
  return {
    content: {
      channel: 'email',
      to: recipient.address,
      envelopeFrom: identity.mailAddresses.write({
        kind: 'bounce',
        firmId: ctx.firmId,
        id: draft.deliveryId,
      }),
      messageId,
      raw: raw.toString('base64'),
      subject,
      text: email.text,
    },
  };
}

/** What a delivery sends, opened. */
export async function openContent(ctx: FirmContext, row: DeliveryEntity): Promise<Content> {
  const place = { table: 'app.delivery', column: 'content', rowId: row.id };
  const text = await ctx.sealer.open(place, row.contentSealed);
  if (text === null) throw new Error(`delivery ${row.id} has no content`);
  const content: Content = JSON.parse(text);
  return content;
}

/** Mail programs put a message beside the one that it names (RFC 5322, 3.6.4). */
function threadingOf(thread: ReplyThread | undefined): {
  inReplyTo?: string;
  references?: readonly string[];
} {
  const answered = thread?.references.at(-1);
  return thread && answered ? { inReplyTo: answered, references: thread.references } : {};
}

/** SHA-256 of what leaves, for counting who got the same content. */
export const hashOf = (content: Content): Buffer =>
  createHash('sha256')
    .update(content.channel === 'email' ? `${content.subject}\n${content.text}` : content.body)
    .digest();

/** The owner's own mailbox when it is at the firm's domain; else the firm's, so that the domain's signature covers it. */
function senderOf(
  firm: Letterhead['firm'],
  owner: Letterhead['owner'],
  domain: string,
): { name: string; address: string } {
  if (owner?.email.toLowerCase().endsWith(`@${domain}`)) return { name: owner.name, address: owner.email };
  return { name: owner ? `${owner.name}, ${firm.name}` : firm.name, address: `mail@${domain}` };
}

const nameOf = ({ person }: Recipient): string =>
  person ? `${person.firstName} ${person.lastName}`.trim() : '';
