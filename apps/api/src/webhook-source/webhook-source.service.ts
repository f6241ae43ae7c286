import { Inject, Injectable } from '@nestjs/common';
import type { Page, PageQuery } from '@rap/contracts/paging';
import type {
  NewWebhookSource,
  SecretRotation,
  WebhookSource,
  WebhookSourceCall,
  WebhookSourceChanges,
  WebhookSourceWithSecret,
} from '@rap/contracts/webhook';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { allRecords } from '@rap/database/records/list-records';
import { deleteRecord, findRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { callsOf } from '@rap/database/webhook/webhook-calls';
import {
  addSource,
  changeSource,
  rotateSourceSecret,
  tokenOf,
} from '@rap/database/webhook/webhook-source-commands';
import { WebhookSourceEntity } from '@rap/database/webhook/webhook-source.entity';
import { authorise } from '../http/authorise.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid } from '../http/problem-error.ts';
import { found, settled } from '../http/settled.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';

const WHAT = 'webhook source';

/** Systems that may call us: the firm's as a whole, so for those who see all of it. */
@Injectable()
export class WebhookSourceService {
  private readonly shown = {
    what: WHAT,
    show: (ctx: FirmContext, row: WebhookSourceEntity) => this.present(ctx, row),
  };
  private readonly publicUrl: string;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.publicUrl = settings.PUBLIC_URL;
  }

  async list(ctx: FirmContext, me: Principal): Promise<{ items: WebhookSource[] }> {
    authorise(me, 'webhook.read');
    const rows = await allRecords(ctx, WebhookSourceEntity);
    return { items: await Promise.all(rows.map((row) => this.present(ctx, row))) };
  }

  async create(ctx: FirmContext, me: Principal, input: NewWebhookSource): Promise<WebhookSourceWithSecret> {
    authorise(me, 'webhook.change');
    if (!(await findRecord(ctx, LeadSourceEntity, input.leadSourceId)))
      throw unknown('leadSourceId', 'a lead source');
    const books: unknown[] = await ctx.em.query(`select 1 from app.book where firm_id = $1 and id = $2`, [
      ctx.firmId,
      input.bookId,
    ]);
    if (books.length === 0) throw unknown('bookId', 'a book');
    const { row, secret } = await addSource(ctx, input);
    return { ...(await this.present(ctx, row)), secret };
  }

  async change(
    ctx: FirmContext,
    me: Principal,
    id: string,
    input: WebhookSourceChanges,
  ): Promise<WebhookSource> {
    authorise(me, 'webhook.change');
    return settled(ctx, this.shown, await changeSource(ctx, id, input));
  }

  async rotate(
    ctx: FirmContext,
    me: Principal,
    id: string,
    input: SecretRotation,
  ): Promise<WebhookSourceWithSecret> {
    authorise(me, 'webhook.change');
    const row = await found(ctx, WebhookSourceEntity, id, WHAT);
    const { written, secret } = await rotateSourceSecret(ctx, row, input);
    return { ...(await settled(ctx, this.shown, written)), secret };
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<void> {
    authorise(me, 'webhook.change');
    await settled(ctx, this.shown, await deleteRecord(ctx, WebhookSourceEntity, id, version));
  }

  /** What it has called for: whom, and whether they were known. */
  async calls(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { limit, after }: PageQuery,
  ): Promise<Page<WebhookSourceCall>> {
    authorise(me, 'webhook.read');
    await found(ctx, WebhookSourceEntity, id, WHAT);
    const rows = await callsOf(ctx, id, { limit: limit + 1, before: readCursor(after)?.id });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() })),
      next: last ? writeCursor({ value: '', id: last.id }) : null,
    };
  }

  private async present(ctx: FirmContext, row: WebhookSourceEntity): Promise<WebhookSource> {
    return {
      id: row.id,
      version: row.version,
      name: row.name,
      url: `${this.publicUrl}/webhooks/in/${await tokenOf(ctx, row)}`,
      bookId: row.bookId,
      leadSourceId: row.leadSourceId,
      disabledAt: row.disabledAt?.toISOString() ?? null,
      oldSecretUntil: row.oldSecretUntil?.toISOString() ?? null,
    };
  }
}

const unknown = (field: string, what: string) =>
  invalid([
    { field, code: 'unknown', message: `is not ${what} of this firm`, fix: 'choose one that exists' },
  ]);
