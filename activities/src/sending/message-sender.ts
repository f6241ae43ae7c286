import type { Channel, GateCheck, Purpose } from '@rap/contracts/consent';
import { threadOf } from '@rap/database/communication/reply-to';
import { storeCommunication } from '@rap/database/communication/store-communication';
import { optOut } from '@rap/database/consent/consent-commands';
import { addressHash } from '@rap/database/consent/address';
import type { DeliveryEntity } from '@rap/database/delivery/delivery.entity';
import {
  beginHandOver,
  claimDelivery,
  findDelivery,
  leftBehind,
  refuseDelivery,
  settleDelivery,
  takeBack,
} from '@rap/database/delivery/delivery-ledger';
import { unknownTaskKey } from '@rap/database/delivery/findings';
import { takeToken } from '@rap/database/delivery/provider-bucket';
import { askAboutHeld } from '@rap/database/recovery/held-deliveries';
import { newId } from '@rap/database/records/new-id';
import { headSeq } from '@rap/database/spine/emit';
import { createTask } from '@rap/database/task/task-commands';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import type { Clock, TenantDb } from '@rap/database/tenancy/tenant-db';
import type { HandOver } from '@rap/providers/outcome';
import { askGate } from '@rap/database/sending/ask-gate';
import type { ArchiveFeeder } from './archive-feeder.ts';
import { hashOf, openContent, writeContent, type Content, type Wording } from './content.ts';
import type { SendingIdentity } from './sending-identity.ts';
import { recipientOf } from '@rap/database/sending/recipient';
import type { Channels } from './channels.ts';
import { PACES } from './paces.ts';

export interface MessageOrder {
  readonly who: Who;
  /** unique in the firm: what it names leaves at most once */
  readonly effectKey: string;
  /** null for a number that is nobody's; `address` names it */
  readonly personId: string | null;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly wording: Wording;
  /** its last time, epoch ms; asked for in the transaction of the first claim, and kept from then on */
  readonly notAfterMs: number | ((ctx: FirmContext) => Promise<number>);
  readonly automatic: boolean;
  /** an address of the person's other than the primary one */
  readonly address?: string;
  /** when the number sent the keyword that this answers, epoch ms */
  readonly answersKeywordAtMs?: number;
  /** a user's test to their own address: written with samples, and marked as a test */
  readonly ownTest?: boolean;
  /** when it was due, epoch ms, where that is not now: an order of then, or what a run may have sent in the time a restore lost */
  readonly dueAtMs?: (ctx: FirmContext) => Promise<number | undefined>;
  /** the communication that this answers: same thread, and mail programs show it there */
  readonly replyToId?: string;
  /** asked in the transaction that lets it leave; false when it was called off meanwhile */
  readonly stillWanted?: (ctx: FirmContext) => Promise<boolean>;
  /** asked there too: what holds it back now although it is wanted, or undefined */
  readonly heldBack?: (ctx: FirmContext) => Promise<MessageOutcome | undefined>;
}

/** How an order ended, as its caller goes on with it. */
export type MessageOutcome =
  /** it left; or it may have left, and then a person has a task to find out: either way it is never sent again */
  | { readonly of: 'sent'; readonly communicationId: string; readonly seq: number; readonly sure: boolean }
  | { readonly of: 'refused'; readonly code: string; readonly words: string }
  | { readonly of: 'later'; readonly atMs: number; readonly reason: string }
  | { readonly of: 'failed'; readonly code: string; readonly message: string };

export interface SendingTimes {
  /** after the hand-over, when a provider that did not answer must have it, or never will; longer than one call to it */
  readonly settleMs: number;
  /** before a provider that failed is tried again */
  readonly tryAgainMs: number;
  /** before a message that waits for a person's decision after a restore looks whether there is one */
  readonly askAgainMs: number;
}

const TIMES: SendingTimes = { settleMs: 65_000, tryAgainMs: 30_000, askAgainMs: 300_000 };
/** before an account whose pace is used up is asked again */
const NO_TOKEN_MS = 1_000;

/** The provider's account has no token left: what was prepared is undone. */
class NoTokenError extends Error {}

/**
 * Sends messages, each at most once: claim and gate and `handing_over` are committed before anything leaves, the outcome
 * after it. An attempt that finds `handing_over` asks the provider once the settle time is over; where nobody can be asked
 * (SMTP), the row becomes `unknown` with a task for a person.
 */
export class MessageSender {
  private readonly db: TenantDb;
  private readonly channels: Channels;
  private readonly identity: SendingIdentity;
  private readonly clock: Clock;
  private readonly times: SendingTimes;
  private readonly archive: ArchiveFeeder;

  constructor(
    db: TenantDb,
    channels: Channels,
    identity: SendingIdentity,
    clock: Clock,
    archive: ArchiveFeeder,
    times: SendingTimes = TIMES,
  ) {
    this.times = times;
    this.clock = clock;
    this.archive = archive;
    this.db = db;
    this.channels = channels;
    this.identity = identity;
  }

  async send(order: MessageOrder): Promise<MessageOutcome> {
    const prepared = await this.db
      .run(order.who, (ctx) => this.prepare(ctx, order))
      .catch((error: unknown): MessageOutcome => {
        if (!(error instanceof NoTokenError)) throw error;
        return { of: 'later', atMs: this.clock.now() + NO_TOKEN_MS, reason: 'provider_busy' };
      });
    if ('of' in prepared) return prepared;
    const { row, content } = prepared;
    if (prepared.handedBefore) return this.findOut(order, row, content);
    const handOver = await this.channels.handOver(content, order.who.firmId, row);
    if (handOver.outcome === 'unknown' && this.channels.canAsk(content)) {
      // it stays `being handed over`; the next attempt asks, when the provider must know
      return { of: 'later', atMs: this.clock.now() + this.times.settleMs, reason: 'asking_provider' };
    }
    const outcome = await this.settle(order, row, content, handOver);
    if (outcome.of === 'sent' && row.archive === 'due') this.archive.wake(order.who);
    return outcome;
  }

  /** Up to the commit that lets it leave: find or make the row, ask the gate, and mark it as being handed over. */
  private async prepare(
    ctx: FirmContext,
    order: MessageOrder,
  ): Promise<MessageOutcome | { row: DeliveryEntity; content: Content; handedBefore: boolean }> {
    const known = await findDelivery(ctx, order.effectKey);
    if (known && known.state !== 'claimed') return this.answerOf(ctx, known);
    if (order.stillWanted && !(await order.stillWanted(ctx)))
      return { of: 'refused', code: 'called_off', words: 'It was called off before it left.' };
    const held = await order.heldBack?.(ctx);
    if (held) return held;
    const recipient = await recipientOf(ctx, order.personId, order.channel, order.address);
    if (!recipient) {
      const what = order.channel === 'email' ? 'email address' : 'phone number';
      return { of: 'refused', code: 'no_address', words: `The person has no ${what}.` };
    }
    const notAfterMs = known ? known.notAfter.getTime() : await lastTimeOf(ctx, order);
    const decision = await askGate(ctx, {
      channel: order.channel,
      purpose: order.purpose,
      recipient,
      notAfterMs,
      ...(order.answersKeywordAtMs === undefined ? {} : { answersKeywordAtMs: order.answersKeywordAtMs }),
      ...(order.ownTest ? { ownTest: true } : {}),
    });
    if (decision.verdict === 'later') return { of: 'later', atMs: decision.atMs, reason: decision.code };
    const claimed = known
      ? { row: known, content: await openContent(ctx, known) }
      : await this.claim(ctx, order, recipient, notAfterMs, decision.checks);
    if ('of' in claimed) return claimed;
    const { row, content } = claimed;
    if (known) await this.keepChecks(ctx, row, decision.checks);
    if (decision.verdict === 'refused') {
      await refuseDelivery(ctx, row, decision.code);
      this.tell(ctx, row, 'message.refused', decision.code);
      return { of: 'refused', code: decision.code, words: decision.words };
    }
    const begun = await beginHandOver(ctx, row);
    if (!begun) {
      const held = await askAboutHeld(ctx, row);
      return held
        ? { of: 'later', atMs: ctx.now() + this.times.askAgainMs, reason: 'recovery' }
        : { of: 'later', atMs: ctx.now() + this.times.tryAgainMs, reason: 'being_handed_over' };
    }
    row.claimNo = begun.claimNo;
    // last: the account's row is locked until the commit, and without a token nothing of this may stand
    if (!(await takeToken(ctx, PACES[order.channel]))) throw new NoTokenError();
    return { row, content, handedBefore: false };
  }

  private async claim(
    ctx: FirmContext,
    order: MessageOrder,
    recipient: NonNullable<Awaited<ReturnType<typeof recipientOf>>>,
    notAfterMs: number,
    checks: readonly GateCheck[],
  ): Promise<MessageOutcome | { row: DeliveryEntity; content: Content }> {
    const [id, communicationId] = [newId(), newId()];
    const claimSeq = order.personId ? await headSeq(ctx, order.personId) : 0;
    const replyTo = order.replyToId ? await threadOf(ctx, order.replyToId) : undefined;
    const written = await writeContent(ctx, this.identity, {
      deliveryId: id,
      threadId: replyTo?.threadId ?? communicationId,
      channel: order.channel,
      purpose: order.purpose,
      recipient,
      wording: order.wording,
      automatic: order.automatic,
      ...(order.ownTest ? { ownTest: true } : {}),
      ...(replyTo ? { replyTo } : {}),
    });
    if ('failed' in written) return { of: 'failed', ...written.failed };
    const { content } = written;
    await storeCommunication(ctx, {
      id: communicationId,
      personId: order.personId,
      channel: order.channel,
      direction: 'out',
      address: recipient.address,
      body: content.channel === 'email' ? content.text : content.body,
      automatic: order.automatic,
      occurredAtMs: ctx.now(),
      ...(replyTo ? { threadId: replyTo.threadId, inReplyTo: replyTo.id } : {}),
      ...(content.channel === 'email' ? { subject: content.subject, messageId: content.messageId } : {}),
    });
    const place = (column: string) => ({ table: 'app.delivery', column, rowId: id });
    const row = await claimDelivery(ctx, {
      id,
      effectKey: order.effectKey,
      personId: order.personId,
      communicationId,
      channel: order.channel,
      purpose: order.purpose,
      addressSealed: await ctx.sealer.seal(place('address'), recipient.address),
      addressHash: await addressHash(ctx, order.channel, recipient.address),
      templateKey: 'template' in order.wording ? order.wording.template.key : null,
      templateNumber: 'template' in order.wording ? order.wording.template.version : null,
      contentSealed: await ctx.sealer.seal(place('content'), JSON.stringify(content)),
      contentHash: hashOf(content),
      claimSeq,
      dueAtMs: (await order.dueAtMs?.(ctx)) ?? ctx.now(),
      notAfterMs,
      checks: [...checks],
    });
    return { row, content };
  }

  /** What a row that has left `claimed` says; a hand-over that has not settled is waited for, then looked into. */
  private async answerOf(
    ctx: FirmContext,
    row: DeliveryEntity,
  ): Promise<MessageOutcome | { row: DeliveryEntity; content: Content; handedBefore: true }> {
    if (row.state === 'refused')
      return { of: 'refused', code: row.reason ?? 'refused', words: 'It was not sent.' };
    if (row.state === 'accepted' || row.state === 'unknown') return sent(row, row.state === 'accepted');
    const waited: { left: string }[] = await ctx.em.query(
      `select greatest(0, $3 - extract(epoch from clock_timestamp() - handed_at) * 1000) as left
         from app.delivery where firm_id = $1 and id = $2`,
      [ctx.firmId, row.id, this.times.settleMs],
    );
    const leftMs = Number(waited[0]?.left ?? 0);
    if (leftMs > 0) return { of: 'later', atMs: ctx.now() + Math.ceil(leftMs), reason: 'being_handed_over' };
    return { row, content: await openContent(ctx, row), handedBefore: true };
  }

  /** The attempt before died between hand-over and record: the provider is asked what became of it. */
  private async findOut(order: MessageOrder, row: DeliveryEntity, content: Content): Promise<MessageOutcome> {
    const found = await this.channels.findSent(content, row);
    if (found.found === 'failed')
      return { of: 'later', atMs: this.clock.now() + this.times.tryAgainMs, reason: 'provider_down' };
    if (found.found === 'none') {
      await this.db.run(order.who, (ctx) => takeBack(ctx, row));
      return this.send(order);
    }
    const handOver: HandOver =
      found.found === 'one'
        ? { outcome: 'accepted', providerId: found.providerId }
        : {
            outcome: 'unknown',
            error: { code: 'timeout', retryable: false, message: 'Nobody can say whether it left.' },
          };
    return this.settle(order, row, content, handOver);
  }

  private settle(
    order: MessageOrder,
    row: DeliveryEntity,
    content: Content,
    handOver: HandOver,
  ): Promise<MessageOutcome> {
    return this.db.run(order.who, async (ctx) => {
      if (handOver.outcome === 'accepted') {
        const { providerId } = handOver;
        if (await settleDelivery(ctx, row, 'accepted', { providerId })) this.tell(ctx, row, 'message.sent');
        return sent(row, true);
      }
      const { error } = handOver;
      if (handOver.outcome === 'unknown') {
        if (await settleDelivery(ctx, row, 'unknown', { reason: error.code })) await this.askPerson(ctx, row);
        return sent(row, false);
      }
      if (error.retryable) {
        await takeBack(ctx, row);
        return {
          of: 'later',
          atMs: ctx.now() + (error.retryAfterMs ?? this.times.tryAgainMs),
          reason: error.code,
        };
      }
      if (await settleDelivery(ctx, row, 'refused', { reason: error.code })) {
        this.tell(ctx, row, 'message.refused', error.code);
        if (error.code === 'opted_out') {
          const { to: address } = content;
          await optOut(ctx, {
            channel: row.channel,
            address,
            scope: 'all',
            source: 'provider',
            personId: row.personId,
          });
        }
      }
      return { of: 'refused', code: error.code, words: error.message };
    });
  }

  /**
   * Settles deliveries whose attempt died and whose run never came back for them: what never left and may not leave any more
   * is refused, what may have left is asked about. Sends nothing, but wakes the archive's feeder for what it is still owed.
   * Answers how many were settled.
   */
  async settleLeftBehind(who: Who): Promise<number> {
    const rows = await this.db.run(who, leftBehind);
    let settled = 0;
    for (const row of rows) {
      if (await this.settleOne(who, row)) settled += 1;
    }
    this.archive.wake(who);
    return settled;
  }

  private async settleOne(who: Who, row: DeliveryEntity): Promise<boolean> {
    if (row.state === 'claimed') return this.db.run(who, (ctx) => this.refuseLate(ctx, row));
    const content = await this.db.run(who, (ctx) => openContent(ctx, row));
    const found = await this.channels.findSent(content, row);
    if (found.found === 'failed') return false;
    return this.db.run(who, async (ctx) => {
      if (found.found === 'none') {
        await takeBack(ctx, row);
        const back = await findDelivery(ctx, row.effectKey);
        return back !== undefined && back.notAfter.getTime() < ctx.now() && this.refuseLate(ctx, back);
      }
      if (found.found === 'one') {
        const { providerId } = found;
        const done = await settleDelivery(ctx, row, 'accepted', { providerId });
        if (done) this.tell(ctx, row, 'message.sent');
        return done;
      }
      const done = await settleDelivery(ctx, row, 'unknown', { reason: 'timeout' });
      if (done) await this.askPerson(ctx, row);
      return done;
    });
  }

  private async refuseLate(ctx: FirmContext, row: DeliveryEntity): Promise<boolean> {
    const done = await refuseDelivery(ctx, row, 'too_late');
    if (done) this.tell(ctx, row, 'message.refused', 'too_late');
    return done;
  }

  private async askPerson(ctx: FirmContext, row: DeliveryEntity): Promise<void> {
    await createTask(
      ctx,
      {
        title: 'Find out whether an email arrived',
        detail:
          'The connection to the mail server was lost after the message was handed over. It is not sent again by itself.',
        ...(row.personId ? { personId: row.personId } : {}),
        priority: 'high',
      },
      { madeBy: ctx.actor, effectKey: unknownTaskKey(row.id) },
    );
  }

  private tell(
    ctx: FirmContext,
    row: DeliveryEntity,
    kind: 'message.sent' | 'message.refused',
    reason?: string,
  ): void {
    // a number that is nobody's has no events
    if (!row.personId) return;
    const payload = {
      deliveryId: row.id,
      channel: row.channel,
      purpose: row.purpose,
      ...(reason ? { reason } : {}),
    };
    ctx.emit({ subjectId: row.personId, kind, payload });
  }

  private async keepChecks(
    ctx: FirmContext,
    row: DeliveryEntity,
    checks: readonly GateCheck[],
  ): Promise<void> {
    await ctx.em.query(`update app.delivery set checks = $3 where firm_id = $1 and id = $2`, [
      ctx.firmId,
      row.id,
      JSON.stringify(checks),
    ]);
  }
}

const lastTimeOf = async (ctx: FirmContext, { notAfterMs }: MessageOrder): Promise<number> =>
  typeof notAfterMs === 'number' ? notAfterMs : notAfterMs(ctx);

const sent = (row: DeliveryEntity, sure: boolean): MessageOutcome => ({
  of: 'sent',
  communicationId: row.communicationId ?? row.id,
  seq: Number(row.claimSeq),
  sure,
});
