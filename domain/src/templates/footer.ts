import type { RenderedEmail } from './render.ts';

export interface Footer {
  readonly firmName: string;
  /** a postal address stands in every commercial e-mail (CAN-SPAM, 15 U.S.C. 7704(a)(5)) */
  readonly postalAddress: string;
  /** undefined for service messages, which have no list to leave */
  readonly unsubscribeUrl?: string;
  readonly language: 'en' | 'es';
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Adds who sends, from where, and how to hear no more, to both parts. */
export function withFooter(email: RenderedEmail, footer: Footer): RenderedEmail {
  const { firmName, postalAddress, unsubscribeUrl, language } = footer;
  const leave = language === 'es' ? 'Cancelar estos correos' : 'Unsubscribe from these emails';
  const from = `${firmName}, ${postalAddress}`;
  const link = unsubscribeUrl ? `<br><a href="${escapeHtml(unsubscribeUrl)}">${leave}</a>` : '';
  const html = `<p style="margin-top:24px;font-size:12px;color:#4b5659">${escapeHtml(from)}${link}</p>`;
  const text = `\n\n--\n${from}${unsubscribeUrl ? `\n${leave}: ${unsubscribeUrl}` : ''}\n`;
  return { subject: email.subject, html: beforeBodyEnd(email.html, html), text: `${email.text}${text}` };
}

function beforeBodyEnd(html: string, more: string): string {
  const end = html.toLowerCase().lastIndexOf('</body>');
  return end < 0 ? `${html}${more}` : `${html.slice(0, end)}${more}${html.slice(end)}`;
}
