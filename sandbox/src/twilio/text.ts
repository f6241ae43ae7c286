/** How a text fares at the stand-in: Twilio's own words. */
export type TextStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received';

/** One text, of either direction. */
export interface StoredText {
  readonly sid: string;
  readonly direction: 'outbound-api' | 'outbound-reply' | 'inbound';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly messagingServiceSid: string | null;
  readonly statusCallback: string | null;
  readonly createdAtMs: number;
  readonly sentAtMs: number | null;
  readonly updatedAtMs: number;
  readonly status: TextStatus;
  readonly errorCode: number | null;
}

const GSM = /^[\n\r !-#%-Z_a-z$@£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà^{}\\[~\]|€]*$/;
const GSM_TWICE = /[\^{}\\[~\]|€]/g;

/** How many segments a body takes: 160 or 153 GSM-7 characters, 70 or 67 of any other. */
export function segmentsOf(body: string): number {
  const gsm = GSM.test(body);
  const length = gsm ? body.length + (body.match(GSM_TWICE)?.length ?? 0) : body.length;
  const [alone, each] = gsm ? [160, 153] : [70, 67];
  return length <= alone ? 1 : Math.ceil(length / each);
}

/** A text as Twilio's REST API shows it. @see https://www.twilio.com/docs/messaging/api/message-resource */
export function textResource(text: StoredText, accountSid: string): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${text.sid}.json`;
  const date = (atMs: number | null): string | null =>
    atMs === null ? null : new Date(atMs).toUTCString().replace('GMT', '+0000');
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: text.body,
    date_created: date(text.createdAtMs),
    date_sent: date(text.sentAtMs),
    date_updated: date(text.updatedAtMs),
    direction: text.direction,
    error_code: text.errorCode,
    error_message: text.errorCode === null ? null : `Error ${text.errorCode}`,
    from: text.from,
    messaging_service_sid: text.messagingServiceSid,
    num_media: '0',
    num_segments: String(segmentsOf(text.body)),
    price: null,
    price_unit: 'USD',
    sid: text.sid,
    status: text.status,
    subresource_uris: { media: uri.replace('.json', '/Media.json') },
    to: text.to,
    uri,
  };
}
