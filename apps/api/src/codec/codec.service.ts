import { Inject, Injectable } from '@nestjs/common';
import type { CodecPayloads } from '@rap/contracts/codec';
import { PLATFORM } from '@rap/database/identity/platform';
import { audit } from '@rap/database/records/record-change';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { EncryptionCodec } from '@rap/providers/temporal/codec';
import type { OperatorPrincipal } from '../http/edge.ts';
import { Limits } from '../http/limits.ts';
import { ProblemError } from '../http/problem-error.ts';
import type { Settings } from '../settings.ts';
import { CODEC, SETTINGS } from '../tokens.ts';
import { codecOrigin } from './codec-origin.ts';

/** Payloads a session: the Temporal UI asks for each event of a page by itself, and for some of them again. */
const PER_MINUTE = 3000;

@Injectable()
export class CodecService {
  private readonly codec: EncryptionCodec;
  private readonly db: TenantDb;
  private readonly allowed: string | undefined;
  private readonly limits: Limits;

  constructor(
    @Inject(CODEC) codec: EncryptionCodec,
    db: TenantDb,
    limits: Limits,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.codec = codec;
    this.db = db;
    this.limits = limits;
    this.allowed = codecOrigin(settings);
  }

  /** Opens payloads of Temporal's histories, of whichever firm: audited before anything is shown. */
  async decode(
    me: OperatorPrincipal,
    origin: string | undefined,
    { payloads }: CodecPayloads,
  ): Promise<CodecPayloads> {
    if (!this.allowed || origin !== this.allowed) {
      throw new ProblemError(403, 'foreign_origin', 'Only the page of the Temporal UI may ask for this');
    }
    await this.limits.takePayloads(me.sessionId, payloads.length, PER_MINUTE);
    const opened = await this.open(payloads);
    const who = { firmId: PLATFORM, actor: me.actor, books: '*', correlationId: me.correlationId } as const;
    await this.db.run(who, (ctx) => audit(ctx, 'codec.decoded', { payloads: payloads.length }));
    return { payloads: opened };
  }

  private async open(payloads: CodecPayloads['payloads']): Promise<CodecPayloads['payloads']> {
    const sealed = payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(
        Object.entries(metadata ?? {}).map(([name, value]) => [name, bytes(value)]),
      ),
      data: bytes(data ?? ''),
    }));
    try {
      const opened = await this.codec.decode(sealed);
      return opened.map(({ metadata, data }) => ({
        metadata: Object.fromEntries(
          Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]),
        ),
        data: base64(data ?? new Uint8Array()),
      }));
    } catch {
      throw new ProblemError(422, 'not_decoded', 'A payload does not open', {
        detail: 'It was sealed with a key that is not in the key store, or it was changed.',
      });
    }
  }
}

const bytes = (value: string): Uint8Array => Buffer.from(value, 'base64');
const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64');
