import { createHash } from 'node:crypto';
import type { Channel, Purpose } from '@rap/contracts/consent';
import { FirmSettings } from '@rap/contracts/firm-settings';
import type { TemplateWords } from '@rap/contracts/template';
import type { TemplateValues } from '@rap/contracts/template-variables';
import { writeUnsubscribeToken } from '@rap/database/consent/unsubscribe-token';
import { FirmEntity } from '@rap/database/firm/firm.entity';
import { whereabouts } from '@rap/database/person/person-zone';
import type { FirmContext } from '@rap/database/tenancy/context';
import { templateText } from '@rap/database/template/template-queries';
import { withFooter } from '@rap/domain/templates/footer';
import { renderEmail, renderText } from '@rap/domain/templates/render';
import { buildRawMessage, messageIdOf } from '@rap/providers/smtp/message';
import type { MailAddresses } from '@rap/providers/smtp/return-path';
import type { Recipient } from '@rap/database/sending/recipient';

/** What an installation sends with, besides the firm's own settings. */
export interface SendingIdentity {
  readonly mailAddresses: MailAddresses;
  /** signs unsubscribe links */
  readonly linkKey: Buffer;
  /** where those links lead */
  readonly publicUrl: string;
}

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
  const firm = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  const settings = FirmSettings.parse(firm.settings);
  const { wording, recipient } = draft;
  const text =
    'text' in wording
      ? wording.text
      : await templateText(ctx, wording.template.key, wording.template.version);
  if (!text) return failed('template_gone', 'The template of this step is not there any more.');
  if (text.channel !== draft.channel)
    return failed('wrong_template', 'The template is one for another channel.');
  const owner = await ownerOf(ctx, recipient.person.ownerId);
  const { zone } = await whereabouts(ctx, recipient.person.id);
  const context = { values: valuesOf(recipient, firm, owner), nowMs: ctx.now(), zone };
  if (text.channel === 'sms') {
    if (!settings.smsFrom)
      return failed('no_number', 'Give the firm a number to text from, in its settings.');
    const body = renderText(text.body, context);
    return { content: { channel: 'sms', to: recipient.address, from: settings.smsFrom, body } };
  }
  if (!settings.emailDomain) return failed('no_mail_domain', 'Give the firm a mail domain, in its settings.');
  const unsubscribeUrl = `${identity.publicUrl}/u/${writeUnsubscribeToken(identity.linkKey, { firmId: ctx.firmId, deliveryId: draft.deliveryId })}`;
  const marketing = draft.purpose === 'marketing';
  const email = withFooter(renderEmail(text, context), {
    firmName: firm.name,
    postalAddress: firm.postalAddress ?? '',
    language: recipient.person.language === 'es' ? 'es' : 'en',
    ...(marketing ? { unsubscribeUrl } : {}),
  });
  const messageId = messageIdOf(draft.deliveryId, settings.emailDomain);
  const raw = await buildRawMessage({
    from: senderOf(firm, owner, settings.emailDomain),
    to: { name: nameOf(recipient), address: recipient.address },
    replyTo: {
      name: owner?.name ?? firm.name,
      address: identity.mailAddresses.write({ kind: 'reply', firmId: ctx.firmId, id: draft.threadId }),
    },
    subject: email.subject,
    text: email.text,
    html: email.html,
    messageId,
    sentAtMs: ctx.now(),
    automatic: draft.automatic,
    ...(marketing ? { unsubscribe: { url: unsubscribeUrl } } : {}),
  });
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
      subject: email.subject,
      text: email.text,
    },
  };
}

/** SHA-256 of what leaves, for counting who got the same content. */
export const hashOf = (content: Content): Buffer =>
  createHash('sha256')
    .update(content.channel === 'email' ? `${content.subject}\n${content.text}` : content.body)
    .digest();

interface Owner {
  readonly name: string;
  readonly email: string;
  readonly bookingLink: string | null;
}

/** The person's advisor, as long as they are with the firm. */
async function ownerOf(ctx: FirmContext, ownerId: string | null): Promise<Owner | undefined> {
  if (!ownerId) return undefined;
  const rows: { display_name: string; email: string; booking_link: string | null }[] = await ctx.em.query(
    `select display_name, email, booking_link from app.user where firm_id = $1 and id = $2 and status = 'active'`,
    [ctx.firmId, ownerId],
  );
  const row = rows[0];
  return row && { name: row.display_name, email: row.email, bookingLink: row.booking_link };
}

/** The owner's own mailbox when it is at the firm's domain; else the firm's, so that the domain's signature covers it. */
function senderOf(
  firm: FirmEntity,
  owner: Owner | undefined,
  domain: string,
): { name: string; address: string } {
  if (owner?.email.toLowerCase().endsWith(`@${domain}`)) return { name: owner.name, address: owner.email };
  return { name: owner ? `${owner.name}, ${firm.name}` : firm.name, address: `mail@${domain}` };
}

function valuesOf({ person }: Recipient, firm: FirmEntity, owner: Owner | undefined): TemplateValues {
  const entries = Object.entries({
    'person.firstName': person.firstName,
    'person.lastName': person.lastName,
    'owner.name': owner?.name,
    'owner.email': owner?.email,
    'owner.bookingLink': owner?.bookingLink,
    'firm.name': firm.name,
    'firm.phone': firm.phone,
    'firm.address': firm.postalAddress,
  });
  return Object.fromEntries(entries.filter(([, value]) => Boolean(value)));
}

const nameOf = ({ person }: Recipient): string => `${person.firstName} ${person.lastName}`.trim();
