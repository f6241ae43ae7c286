import { randomBytes } from 'node:crypto';
import { BoundedCounts, keepNewest } from '../bounded.ts';
import { FaultQueue } from '../fault-queue.ts';
import { type TwilioFault, isFault } from './faults.ts';
import { KEYWORD_ANSWERS, keywordOf } from './keywords.ts';
import { type StoredText, type TextStatus, segmentsOf } from './text.ts';
import { WebhookPoster } from './webhooks.ts';

export interface OutboundText {
  readonly from: string | undefined;
  readonly messagingServiceSid: string | undefined;
  readonly to: string;
  readonly body: string;
  readonly statusCallback: string | undefined;
}

export interface InboundText {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaCount: number;
}

export interface SwitchboardSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** where texts of people are reported */
  readonly inboundUrl: string;
  /** between one status of a text and the next */
  readonly paceMs: number;
}

const MOST_TEXTS = 2_000;
const MOST_COUNTS = 20_000;
/** the number that a Messaging Service without a sender sends from (fictional, 555-01xx) */
const SERVICE_NUMBER = '+12165550100';

/** The phone network as Twilio shows it: texts, their fate, who has opted out, and what is told to the product. */
export class Switchboard {
  readonly faults = new FaultQueue<TwilioFault>();
  readonly webhooks: WebhookPoster;
  readonly #settings: SwitchboardSettings;
  readonly #texts: StoredText[] = [];
  readonly #taken = new BoundedCounts(MOST_COUNTS);
  readonly #optedOut = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(settings: SwitchboardSettings) {
    this.#settings = settings;
    this.webhooks = new WebhookPoster(settings.authToken, this.faults, settings.paceMs * 2);
  }

  /** Takes a text of the product and lets its fate unfold; `opted_out` when the phone has said STOP to this number. */
  send(text: OutboundText): StoredText | 'opted_out' {
    const from = text.from ?? SERVICE_NUMBER;
    if (this.#optedOut.has(line(from, text.to))) return 'opted_out';
    const stored = this.#store('outbound-api', { ...text, from }, 'queued');
    this.#taken.add(line(text.to, text.body));
    const failure = this.faults.take(isFault('fail_with'));
    this.#report(stored);
    this.#later(() => this.#advance(stored.sid, 'sent', null));
    // 30xxx come from the carrier, after the text was sent; the others before
    const lost: TextStatus = failure && failure.errorCode >= 30_000 ? 'undelivered' : 'failed';
    this.#later(() => this.#advance(stored.sid, failure ? lost : 'delivered', failure?.errorCode ?? null), 2);
    return stored;
  }

  /** A person texts us. Keywords are answered by Twilio itself, which also reports them. */
  receive(text: InboundText): StoredText {
    const stored = this.#store('inbound', text, 'received');
    const keyword = keywordOf(text.body);
    if (keyword) this.#answerKeyword(keyword, text);
    this.webhooks.post(this.#settings.inboundUrl, {
      AccountSid: this.#settings.accountSid,
      ApiVersion: '2010-04-01',
      Body: text.body,
      From: text.from,
      MessageSid: stored.sid,
      NumMedia: String(text.mediaCount),
      NumSegments: String(segmentsOf(text.body)),
      SmsMessageSid: stored.sid,
      SmsSid: stored.sid,
      SmsStatus: 'received',
      To: text.to,
      ...(keyword ? { OptOutType: keyword } : {}),
    });
    return stored;
  }

  /** Newest first. */
  list(): readonly StoredText[] {
    return this.#texts;
  }

  find(sid: string): StoredText | undefined {
    return this.#texts.find((text) => text.sid === sid);
  }

  /** How often a text with this body was taken for this number: 1 unless something was sent twice. */
  timesTaken(to: string, body: string): number {
    return this.#taken.of(line(to, body));
  }

  hasOptedOut(ours: string, theirs: string): boolean {
    return this.#optedOut.has(line(ours, theirs));
  }

  reset(): void {
    this.stop();
    this.#texts.length = 0;
    this.#taken.clear();
    this.#optedOut.clear();
    this.faults.clear();
    this.webhooks.posted.length = 0;
  }

  /** Nothing that was still to happen happens any more. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #answerKeyword(keyword: keyof typeof KEYWORD_ANSWERS, { from: theirs, to: ours }: InboundText): void {
    const blocked = this.hasOptedOut(ours, theirs);
    if (keyword === 'STOP') this.#optedOut.add(line(ours, theirs));
    if (keyword === 'START') this.#optedOut.delete(line(ours, theirs));
    // START of somebody who never stopped is an ordinary text to Twilio, and a second STOP is not answered again
    if ((keyword === 'START' && !blocked) || (keyword === 'STOP' && blocked)) return;
    this.#store('outbound-reply', { from: ours, to: theirs, body: KEYWORD_ANSWERS[keyword] }, 'delivered');
  }

  #store(
    direction: StoredText['direction'],
    text: { from: string; to: string; body: string } & Partial<
      Pick<OutboundText, 'messagingServiceSid' | 'statusCallback'>
    >,
    status: TextStatus,
  ): StoredText {
    const atMs = Date.now();
    const stored: StoredText = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      direction,
      from: text.from,
      to: text.to,
      body: text.body,
      messagingServiceSid: text.messagingServiceSid ?? null,
      statusCallback: text.statusCallback ?? null,
      createdAtMs: atMs,
      sentAtMs: status === 'queued' ? null : atMs,
      updatedAtMs: atMs,
      status,
      errorCode: null,
    };
    keepNewest(this.#texts, stored, MOST_TEXTS);
    return stored;
  }

  #advance(sid: string, status: TextStatus, errorCode: number | null): void {
    const at = this.#texts.findIndex((text) => text.sid === sid);
    const text = this.#texts[at];
    if (!text) return;
    const atMs = Date.now();
    const next = { ...text, status, errorCode, updatedAtMs: atMs, sentAtMs: text.sentAtMs ?? atMs };
    this.#texts[at] = next;
    this.#report(next);
  }

  #report(text: StoredText): void {
    if (!text.statusCallback) return;
    this.webhooks.post(text.statusCallback, {
      AccountSid: this.#settings.accountSid,
      ApiVersion: '2010-04-01',
      From: text.from,
      MessageSid: text.sid,
      MessageStatus: text.status,
      SmsSid: text.sid,
      SmsStatus: text.status,
      To: text.to,
      ...(text.messagingServiceSid ? { MessagingServiceSid: text.messagingServiceSid } : {}),
      ...(text.errorCode === null ? {} : { ErrorCode: String(text.errorCode) }),
    });
  }

  #later(act: () => void, paces = 1): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, this.#settings.paceMs * paces);
    this.#timers.add(timer);
  }
}

function line(ours: string, theirs: string): string {
  return `${ours}|${theirs}`;
}
